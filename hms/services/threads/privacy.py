"""Questions about who opened a record: the administrator is the privacy officer, and sees these conversations only."""

from uuid import UUID

from hms.access import Scope, requires
from hms.models import StoredFile
from hms.permissions import Permission
from hms.schemas.threads import DraftForm, NewMessage, ThreadList, ThreadPage
from hms.services.threads import attachments, drafts, seeing, settling, writing
from hms.services.uploads.judging import Judged


@requires(Permission.ANSWER_PRIVACY)
def listed(scope: Scope, which: seeing.Which = "open", page: int = 0) -> ThreadList:
    """List the questions, the newest first."""
    return seeing.list_of(scope, which, page)


@requires(Permission.ANSWER_PRIVACY)
def conversation(scope: Scope, thread_id: UUID) -> ThreadPage:
    """Open a question with the access that it is about. Raises NotFound."""
    return seeing.page_of(scope, thread_id)


@requires(Permission.ANSWER_PRIVACY)
def seen(scope: Scope, thread_id: UUID, place: int) -> None:
    """Note that the officer has read a question up to a place. Raises NotFound."""
    seeing.mark_seen(scope, thread_id, place)


@requires(Permission.ANSWER_PRIVACY)
def write(scope: Scope, form: NewMessage) -> UUID:
    """Answer a question; sent again, it gives the first answer. Raises Invalid, NotPossible or NotFound."""
    return writing.write_in(scope, form)


@requires(Permission.ANSWER_PRIVACY)
def keep(scope: Scope, form: DraftForm) -> None:
    """Keep an answer as far as it is written. Raises NotFound."""
    drafts.keep_words(scope, form)


@requires(Permission.ANSWER_PRIVACY)
def attach(scope: Scope, place: attachments.Place, name: str, judged: Judged) -> UUID:
    """Add a file to the answer that is being written. Raises Invalid or NotFound."""
    return attachments.attach_one(scope, place, name, judged)


@requires(Permission.ANSWER_PRIVACY)
def detach(scope: Scope, attachment_id: UUID) -> None:
    """Take a file away from the answer that is being written. Raises NotFound."""
    attachments.detach_one(scope, attachment_id)


@requires(Permission.ANSWER_PRIVACY)
def fetch(scope: Scope, attachment_id: UUID) -> tuple[StoredFile, bytes]:
    """Give a file of a question. Raises NotFound."""
    return attachments.fetch_one(scope, attachment_id)


@requires(Permission.ANSWER_PRIVACY)
def close(scope: Scope, thread_id: UUID) -> None:
    """Close a question that is answered. Raises NotFound."""
    settling.close_one(scope, thread_id)


@requires(Permission.ANSWER_PRIVACY)
def reopen(scope: Scope, thread_id: UUID) -> None:
    """Open a question again. Raises NotFound."""
    settling.reopen_one(scope, thread_id)
