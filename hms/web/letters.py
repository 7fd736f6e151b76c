"""Letters and certificates checked by the code on their paper, by anybody who holds one."""

from hms.services.letters import checking
from hms.web.checked_papers import checks

look, show = checks(checking, "check_letter.html")
