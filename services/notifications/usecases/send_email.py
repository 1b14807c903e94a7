"""Hand an e-mail that is claimed to the mail server, and keep what came of it."""

from dataclasses import replace

from services.notifications.domain.email import Email
from services.notifications.domain.email_verdict import after_failure, is_over
from services.notifications.domain.refusals import PlatformError, Temporary
from services.notifications.usecases.insist import insist
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.report_email import report_on_email
from shared.errors import Unavailable
from shared.ids import new_id
from shared.log import get_logger
from shared.telemetry import EMAILS

log = get_logger()


async def send_email(email: Email, *, ports: Ports) -> None:
    """Try it once. One that is for agents, whoever they are, first becomes one for each of them."""
    try:
        if email.to is None:
            await _address(ports, email)
        else:
            await ports.postman.deliver(email)
    except PlatformError as failure:
        await _failed(ports, email, failure=failure)
        return
    await _settle(ports, email.sent(at=ports.clock()))


async def _address(ports: Ports, email: Email) -> None:
    """A repeat finds those that are stored already. Raises Temporary while tickets cannot say who they are."""
    try:
        concerned = await ports.tickets.concerned(email.tenant_id, ticket_id=email.ticket_id)
    except Unavailable as error:
        raise Temporary(error.message) from error
    for agent, mailbox in concerned.told_of(email):
        letter = replace(email.letter, key=f"{email.letter.key}.{agent.id}")
        copy = replace(email, id=new_id(), to=mailbox, letter=letter, claim=None)
        await insist(lambda copy=copy: ports.emails.add(copy, report=None))  # type: ignore[misc]
    ports.ring_postman()


async def _failed(ports: Ports, email: Email, *, failure: PlatformError) -> None:
    now = ports.clock()
    after, pause = after_failure(email, failure, at=now)
    if is_over(after):
        await _settle(ports, after)
        return
    log.warning("e-mail waits", email_id=str(email.id), error=failure.reason, seconds=pause.total_seconds())
    EMAILS.labels("put_off").inc()
    await insist(lambda: ports.emails.put_off(after, until=now + pause))


async def _settle(ports: Ports, email: Email) -> None:
    await insist(lambda: ports.emails.settle(email, report=report_on_email(email)))
    if email.to is None:
        return
    log.info("e-mail settled", email_id=str(email.id), status=email.status.value, error=email.error)
    EMAILS.labels(email.status.value).inc()
