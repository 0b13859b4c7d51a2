"""`zhiyin tls …`: HTTPS on an intranet without a public name."""

import argparse
import socket
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhiyin.config.terminal import complain, labelled, pick, say

if TYPE_CHECKING:
    from zhiyin.config.certificates import Folder


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    tls = commands.add_parser(
        "tls", help=pick("内网没有公网域名时的 HTTPS 证书", "HTTPS on an intranet without a public name")
    )
    verbs = tls.add_subparsers(required=True, metavar=pick("命令", "COMMAND"))
    making = verbs.add_parser("make", help=pick("造一套本单位自己的证书", "make a certificate of your own"))
    _add_names(making)
    making.add_argument(
        "--replace",
        action="store_true",
        help=pick("换掉已有的；每台设备都要重新装", "start over; every device must trust it anew"),
    )
    making.set_defaults(run=run_make)
    renewing = verbs.add_parser(
        "renew", help=pick("换新服务器证书，设备不用动", "renew the server's; devices need nothing")
    )
    _add_names(renewing)
    renewing.set_defaults(run=run_renew)
    showing = verbs.add_parser("show", help=pick("看指纹、名称、有效期", "fingerprint, names and validity"))
    showing.set_defaults(run=run_show)


def _add_names(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        help=pick("域名或 IP，可以写几次", "host name or address, may be given several times"),
    )


def run_make(options: argparse.Namespace) -> int:
    """Exit status 1 where one exists, 2 for a name that cannot be."""
    from django.conf import settings

    from zhiyin.config import certificates

    folder = _folder()
    if folder.made and not options.replace:
        complain(
            "已经有证书了。到期换新用 zhiyin tls renew；要全部重来加 --replace（每台设备都要重新装）。",
            "There is one already. Renew it with zhiyin tls renew; start over with --replace "
            "(every device must trust the new one).",
        )
        return 1
    names = options.name or [socket.gethostname()]
    try:
        certificates.make(folder, names, settings.ENTERPRISE, _now())
    except certificates.NotAHost as problem:
        return _not_a_host(problem)
    _describe(folder)
    say(
        "下一步：zhiyin serve --tls；把指纹打印出来贴在公告栏，职工照 /trust 页面装一次。",
        "Next: zhiyin serve --tls; print the fingerprint and post it; people follow the page /trust once.",
    )
    return 0


def run_renew(options: argparse.Namespace) -> int:
    from zhiyin.config import certificates

    folder = _folder()
    if not folder.made:
        return _none_yet()
    try:
        certificates.renew(folder, options.name or None, _now())
    except certificates.NotAHost as problem:
        return _not_a_host(problem)
    except certificates.NotCovered as problem:
        complain(
            f"这套证书当初没有包括 {problem}。要加名称，只能重做：zhiyin tls make --replace --name …",
            f"This authority was not made for {problem}. To add a name make a new one: "
            "zhiyin tls make --replace --name …",
        )
        return 2
    except FileNotFoundError as problem:
        complain(
            f"签发密钥不在：{problem.filename}。把它放回来，或者重做一套。",
            f"The authority's key is missing: {problem.filename}. Put it back, or make a new one.",
        )
        return 1
    _describe(folder)
    return 0


def run_show(_options: argparse.Namespace) -> int:
    folder = _folder()
    if not folder.made:
        return _none_yet()
    _describe(folder)
    return 0


def _describe(folder: "Folder") -> None:
    from zhiyin.config import certificates

    lines = (
        (pick("名称", "names"), "  ".join(certificates.names(folder))),
        (pick("有效到", "valid until"), f"{certificates.valid_until(folder):%Y-%m-%d}"),
        (pick("指纹", "fingerprint"), certificates.fingerprint(folder)),
        (pick("发给大家", "for everybody"), str(folder.authority)),
        (pick("保管好", "keep secret"), str(folder.authority_key)),
    )
    for label, value in lines:
        sys.stdout.write(labelled(label, value) + "\n")


def _none_yet() -> int:
    complain(
        "还没有证书：先运行 zhiyin tls make --name 域名或IP。",
        "There is none yet: run zhiyin tls make --name HOST first.",
    )
    return 1


def _not_a_host(problem: Exception) -> int:
    complain(
        f"“{problem}”不是域名，也不是 IP。不要带 https:// 和端口，例如 zhiyin.corp 或 10.1.2.3。",
        f"'{problem}' is neither a host name nor an address. Leave out https:// and the port: "
        "zhiyin.corp or 10.1.2.3.",
    )
    return 2


def _now() -> datetime:
    from zhiyin.journal import clock

    return clock.now()


def _folder() -> "Folder":
    from django.conf import settings

    from zhiyin.config.certificates import Folder

    return Folder(settings.DATA_DIR / "tls")
