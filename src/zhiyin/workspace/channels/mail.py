"""Mail by SMTP (RFC 5321); List-Unsubscribe with one click as in RFC 8058."""

import smtplib
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from zhiyin.config.outgoing import Smtp
from zhiyin.workspace.channels.base import CONFIGURATION, Message, Refused, TryLater


class Mail:
    """Through the house's own mail server."""

    def __init__(self, smtp: Smtp, timeout: float) -> None:
        self._smtp = smtp
        self._timeout = timeout

    def send(self, to: str, message: Message) -> None:
        backend = EmailBackend(
            host=self._smtp.host, port=self._smtp.port,
            username=self._smtp.user, password=self._smtp.password,
            use_tls=self._smtp.security == "starttls", use_ssl=self._smtp.security == "tls",
            timeout=self._timeout,
        )  # fmt: skip
        try:
            backend.send_messages([self._mail(to, message)])
        except smtplib.SMTPRecipientsRefused as problem:
            code = min((code for code, _text in problem.recipients.values()), default=0)
            raise _failing(code, f"SMTP {code}") from None
        except smtplib.SMTPAuthenticationError as problem:
            raise TryLater(f"SMTP {problem.smtp_code}: login", after=CONFIGURATION) from None
        except smtplib.SMTPSenderRefused as problem:
            raise TryLater(f"SMTP {problem.smtp_code}: sender", after=CONFIGURATION) from None
        except smtplib.SMTPResponseException as problem:
            raise _failing(problem.smtp_code, f"SMTP {problem.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as problem:
            raise TryLater(type(problem).__name__) from None

    def _mail(self, to: str, message: Message) -> EmailMessage:
        host = parseaddr(self._smtp.sender)[1].rpartition("@")[2] or "localhost"
        headers = {
            # The same each time: a mail server that took it and lost the line can see that it comes again.
            "Message-ID": f"<{message.reference}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        if message.off_url:
            headers["List-Unsubscribe"] = f"<{message.off_url}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return EmailMessage(message.subject, message.text, self._smtp.sender, [to], headers=headers)


def _failing(code: int, problem: str) -> Exception:
    """4xx: later. 5xx: never."""
    return TryLater(problem, channel=False) if 400 <= code < 500 else Refused(problem)
