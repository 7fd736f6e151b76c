"""`hms user`: accounts, for whoever can reach the machine itself."""

from collections.abc import Callable
from typing import Annotated, Literal

from typer import Argument, Option, Typer

from hms.cli.options import Data, choose
from hms.cli.terminal import in_words, refuse, say, table
from hms.permissions import Role
from hms.texts import t

Email = Annotated[str, Argument(help=t("The e-mail address of the account."))]
# Asked for at the terminal: a password on a command line is seen by everybody on the machine.
Password = Annotated[str, Option(prompt=t("Password"), hide_input=True, confirmation_prompt=True)]
# A doctor has a department, a room and hours besides: doctors are invited, on the administrator's screen.
StaffRole = Annotated[Literal["administrator", "receptionist"], Option(help=t("Doctors are invited at /admin/people."))]


def add(
    email: Email,
    name: Annotated[str, Option(prompt=t("Name"))],
    password: Password,
    role: StaffRole = "receptionist",
    data: Data = None,
) -> None:
    """Add an account for a member of staff."""
    choose(data)
    from hms.access import SYSTEM, perform  # noqa: PLC0415 - heavy
    from hms.services import accounts  # noqa: PLC0415

    with in_words():
        perform(accounts.add, SYSTEM, Role(role), name, email, password)
    say(t("{email} can sign in as {role}.", email=email, role=role))


def disable(email: Email, data: Data = None) -> None:
    """Disable an account of staff."""
    choose(data)
    from hms.access import SYSTEM, perform  # noqa: PLC0415 - heavy
    from hms.services import accounts  # noqa: PLC0415

    with in_words():
        known = {card.email.casefold(): card for card in perform(accounts.list_accounts, SYSTEM)}
        if (card := known.get(email.casefold())) is None:
            raise refuse(t("No member of staff has the address {email}", email=email))
        perform(accounts.disable, SYSTEM, card.id)
    say(t("{email} can no longer sign in.", email=email))


def reset_password(email: Email, password: Password, data: Data = None) -> None:
    """Give an account a new password."""
    choose(data)
    from hms.access import SYSTEM, perform  # noqa: PLC0415 - heavy
    from hms.services import accounts  # noqa: PLC0415

    with in_words():
        perform(accounts.reset_password, SYSTEM, email, password)
    say(t("{email} has a new password.", email=email))


def list_all(data: Data = None) -> None:
    """List the accounts."""
    choose(data)
    from hms.access import SYSTEM, perform  # noqa: PLC0415 - heavy
    from hms.services import accounts  # noqa: PLC0415

    with in_words():
        cards = perform(accounts.list_accounts, SYSTEM)
    table((t("Name"), t("E-mail"), t("Role"), t("State")), [(c.name, c.email, c.role, c.state) for c in cards])


def add_to(app: Typer) -> None:
    """Add the group of commands."""
    group = Typer(help=t("Accounts: add, disable, reset a password, list."), no_args_is_help=True)
    named: dict[str, Callable[..., None]] = {
        "add": add,
        "disable": disable,
        "reset-password": reset_password,
        "list": list_all,
    }
    for name, command in named.items():
        group.command(name, help=t(command.__doc__ or ""))(command)
    app.add_typer(group, name="user")
