"""Where notices may leave the house, read from ZHIYIN_… variables; a channel without its own stays shut."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from environs import Env

PREFIX = "ZHIYIN_"


@dataclass(frozen=True)
class Smtp:
    host: str
    port: int
    user: str
    password: str
    security: str
    sender: str


@dataclass(frozen=True)
class Wecom:
    """An own app of the enterprise: `url` is the API's base, `login_url` where people are asked."""

    corp_id: str
    agent_id: str
    secret: str
    url: str
    login_url: str
    desk_login_url: str


@dataclass(frozen=True)
class Dingtalk:
    """An own app of the enterprise: `url` is the older API's base, `api_url` the newer one's."""

    app_key: str
    app_secret: str
    agent_id: str
    url: str
    api_url: str
    login_url: str


@dataclass(frozen=True)
class Outgoing:
    """What is configured; None and "" are what is not."""

    public_url: str = ""
    smtp: Smtp | None = None
    wecom: Wecom | None = None
    wecom_robot: str = ""
    dingtalk: Dingtalk | None = None
    dingtalk_robot: str = ""
    dingtalk_robot_secret: str = ""
    timeout: float = 10.0


def outgoing(env: Env) -> Outgoing:
    """Raises ValueError where half of a channel is configured, or an address is none."""
    return Outgoing(
        public_url=_address(env, "ZHIYIN_PUBLIC_URL"),
        smtp=_smtp(env),
        wecom=_wecom(env),
        wecom_robot=_address(env, "ZHIYIN_WECOM_ROBOT_URL"),
        dingtalk=_dingtalk(env),
        dingtalk_robot=_address(env, "ZHIYIN_DINGTALK_ROBOT_URL"),
        dingtalk_robot_secret=env.str("DINGTALK_ROBOT_SECRET", ""),
        timeout=env.float("OUTGOING_TIMEOUT", 10.0),
    )


def _smtp(env: Env) -> Smtp | None:
    host = env.str("SMTP_HOST", "")
    if not host:
        return None
    security = env.str("SMTP_SECURITY", "starttls")
    if security not in ("starttls", "tls", "none"):
        raise ValueError("ZHIYIN_SMTP_SECURITY: starttls, tls, none")
    port = env.int("SMTP_PORT", {"starttls": 587, "tls": 465, "none": 25}[security])
    (sender,) = _together(env, "ZHIYIN_SMTP_FROM")
    return Smtp(host, port, env.str("SMTP_USER", ""), env.str("SMTP_PASSWORD", ""), security, sender)


def _wecom(env: Env) -> Wecom | None:
    if not env.str("WECOM_CORP_ID", ""):
        return None
    corp_id, agent_id, secret = _together(
        env, "ZHIYIN_WECOM_CORP_ID", "ZHIYIN_WECOM_AGENT_ID", "ZHIYIN_WECOM_SECRET"
    )
    return Wecom(
        corp_id, agent_id, secret,
        url=_address(env, "ZHIYIN_WECOM_URL", "https://qyapi.weixin.qq.com"),
        login_url=_address(env, "ZHIYIN_WECOM_LOGIN_URL", "https://open.weixin.qq.com"),
        desk_login_url=_address(env, "ZHIYIN_WECOM_DESK_LOGIN_URL", "https://login.work.weixin.qq.com"),
    )  # fmt: skip


def _dingtalk(env: Env) -> Dingtalk | None:
    if not env.str("DINGTALK_APP_KEY", ""):
        return None
    key, secret, agent_id = _together(
        env, "ZHIYIN_DINGTALK_APP_KEY", "ZHIYIN_DINGTALK_APP_SECRET", "ZHIYIN_DINGTALK_AGENT_ID"
    )
    return Dingtalk(
        key, secret, agent_id,
        url=_address(env, "ZHIYIN_DINGTALK_URL", "https://oapi.dingtalk.com"),
        api_url=_address(env, "ZHIYIN_DINGTALK_API_URL", "https://api.dingtalk.com"),
        login_url=_address(env, "ZHIYIN_DINGTALK_LOGIN_URL", "https://login.dingtalk.com"),
    )  # fmt: skip


def _together(env: Env, *names: str) -> list[str]:
    values = [env.str(name.removeprefix(PREFIX), "") for name in names]
    missing = [name for name, value in zip(names, values, strict=True) if not value]
    missing += [n for n, v in zip(names, values, strict=True) if n.endswith("AGENT_ID") and not v.isdigit()]
    if missing:
        raise ValueError(" ".join(missing))
    return values


def _address(env: Env, name: str, default: str = "") -> str:
    value = env.str(name.removeprefix(PREFIX), default)
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise ValueError(f"{name}: https://…")
    return value.rstrip("/")
