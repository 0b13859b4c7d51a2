"""A browser's own description, as its owner would name it: “Chrome · Android”. Pure."""

SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"),
    ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
# Order matters: everybody also says Chrome and Safari.
BROWSERS = (
    ("MicroMessenger", "微信"), ("wxwork", "企业微信"), ("DingTalk", "钉钉"), ("Lark", "飞书"),
    ("Edg", "Edge"), ("MQQBrowser", "QQ"), ("UCBrowser", "UC"), ("Firefox", "Firefox"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def device_name(user_agent: str) -> str:
    """Browser and system; empty when neither is known."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    if "wxwork" in user_agent:
        browser = "企业微信"
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)
