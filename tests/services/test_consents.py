"""Consents: to a version of a text, at a moment, withdrawn as easily as given."""

import pytest

from hms.errors import NotFound, NotPossible
from hms.services.intake import consents
from tests.support.cast import Cast, later


def test_a_consent_has_a_version_and_a_time(clinic: Cast) -> None:
    asked = clinic.do(clinic.asha, consents.my_consents)
    assert [one.kind for one in asked] == ["privacy", "family_doctor", "contact_person", "research"]
    assert not any(one.given for one in asked) and all(one.text for one in asked)
    clinic.do(clinic.asha, consents.give_consent, "research", asked[3].version)
    clinic.do(clinic.asha, consents.give_consent, "research", asked[3].version, now=later(5))
    said = clinic.do(clinic.asha, consents.my_consents)[3]
    assert said.given and said.words == f"Given 23 Nov 2026 at 10:00, version {asked[3].version}"
    assert not clinic.do(clinic.bilal, consents.my_consents)[3].given


def test_withdrawing_is_as_easy_and_both_stay_known(clinic: Cast) -> None:
    version = consents.current()["research"].version
    clinic.do(clinic.asha, consents.give_consent, "research", version)
    clinic.do(clinic.asha, consents.withdraw_consent, "research", now=later(60))
    assert not clinic.do(clinic.asha, consents.my_consents)[3].given
    (step,) = clinic.do(clinic.asha, consents.consent_history)
    assert step.words == f"Given 23 Nov 2026 at 10:00, version {version}; withdrawn 23 Nov 2026 at 11:00"
    assert step.text == consents.current()["research"].text


def test_only_the_present_text_can_be_agreed_to(clinic: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    version = consents.current()["research"].version
    clinic.do(clinic.asha, consents.give_consent, "research", version)
    older = consents.versions()
    newer = older[("research", version)]._replace(version="2027-01", text="Another text")
    monkeypatch.setattr(consents, "versions", lambda: {**older, ("research", "2027-01"): newer})
    card = clinic.do(clinic.asha, consents.my_consents)[3]
    assert (card.version, card.given, card.outdated) == ("2027-01", False, True)
    with pytest.raises(NotPossible):
        clinic.do(clinic.asha, consents.give_consent, "research", version)
    with pytest.raises(NotFound):
        clinic.do(clinic.asha, consents.give_consent, "everything", "1")
    clinic.do(clinic.asha, consents.give_consent, "research", "2027-01")
    first, second = clinic.do(clinic.asha, consents.consent_history)
    assert (first.text, second.text) == ("Another text", older[("research", version)].text)
