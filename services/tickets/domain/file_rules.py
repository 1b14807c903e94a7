"""Which names and types of files are taken: everything but what a machine would run.

The deny rule is a second fence. The first is that a file is served as a download, sandboxed and never sniffed, so that
no browser runs what it holds; this one keeps programs from people who open what they have downloaded. It goes by what
the file is called and by what its sender says it is: contents are not looked into, and an archive may hold anything.
"""

import re
import unicodedata

from shared.errors import Invalid

LONGEST_NAME = 255
_TOKEN = r"[A-Za-z0-9!#$&^_.+-]{1,127}"
_CONTENT_TYPE = re.compile(rf"({_TOKEN}/{_TOKEN})[ \t]*(?:;[^\x00-\x1f\x7f]{{0,255}})?")

PROGRAMS = (
    "apk app appimage appx appxbundle com cpl deb dll dmg elf exe gadget ins ipa isp jar msi msix msixbundle msp mst"
    " ocx pif pkg rpm run scr sys vxd xll"
)
SCRIPTS = "bat cmd csh hta js jse ksh mjs ps1 ps1xml ps2 psc1 psd1 psm1 reg sct sh vb vbe vbs ws wsc wsf wsh"
POINTERS_TO_PROGRAMS = (
    "application appref-ms chm desktop diagcab inf jnlp library-ms lnk msc scf search-ms settingcontent-ms url"
)
DISKS = "img iso vhd vhdx"
DENIED_EXTENSIONS = frozenset(f"{PROGRAMS} {SCRIPTS} {POINTERS_TO_PROGRAMS} {DISKS}".split())
DENIED_TYPES = frozenset(
    {
        "application/hta",
        "application/java-archive",
        "application/java-vm",
        "application/vnd.android.package-archive",
        "application/vnd.apple.installer+xml",
        "application/vnd.debian.binary-package",
        "application/vnd.microsoft.portable-executable",
        "application/x-apple-diskimage",
        "application/x-bat",
        "application/x-csh",
        "application/x-debian-package",
        "application/x-dosexec",
        "application/x-elf",
        "application/x-executable",
        "application/x-java-applet",
        "application/x-java-archive",
        "application/x-java-jnlp-file",
        "application/x-mach-binary",
        "application/x-ms-application",
        "application/x-ms-installer",
        "application/x-ms-shortcut",
        "application/x-msdos-program",
        "application/x-msdownload",
        "application/x-msi",
        "application/x-pie-executable",
        "application/x-powershell",
        "application/x-redhat-package-manager",
        "application/x-rpm",
        "application/x-sh",
        "application/x-sharedlib",
        "application/x-shellscript",
        "application/x-winexe",
        "text/vbscript",
        "text/x-powershell",
        "text/x-sh",
        "text/x-shellscript",
    }
)

# What a browser may be told the file is; anything else is told as bytes. Each is shown by a browser without running.
SERVED_AS_SAID = frozenset(
    {
        "application/pdf",
        "application/zip",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "image/avif",
        "image/bmp",
        "image/gif",
        "image/heic",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/webp",
        "text/csv",
        "text/plain",
        "video/mp4",
        "video/webm",
    }
)
PLAIN_BYTES = "application/octet-stream"


def file_name(given: str, *, field: str) -> str:
    """The last segment of what a sender called the file, at most 255 characters. Raises Invalid for `field`."""
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in given):
        raise Invalid.field(field, "The file's name must not contain control characters.")
    name = re.split(r"[/\\]", given)[-1].strip()
    if not name.strip("."):
        raise Invalid.field(field, "The file needs a name.")
    if len(name) > LONGEST_NAME:
        raise Invalid.field(field, f"The file's name must have at most {LONGEST_NAME} characters.")
    if _extensions(name) & DENIED_EXTENSIONS:
        raise Invalid.field(field, "Files with this extension are not taken: they are made to be run.")
    return name


def content_type(given: str, *, field: str) -> str:
    """The type without its parameters, in lower case. Raises Invalid for `field`."""
    matched = _CONTENT_TYPE.fullmatch(given.strip())
    if matched is None:
        raise Invalid.field(field, "This is not a content type, such as image/png.")
    essence = matched[1].lower()
    if essence in DENIED_TYPES:
        raise Invalid.field(field, "Files of this type are not taken: they are made to be run.")
    return essence


def served_as(stored: str) -> str:
    """The content type that a download says."""
    return stored if stored in SERVED_AS_SAID else PLAIN_BYTES


def _extensions(name: str) -> set[str]:
    """The last extension as any system reads it: Windows drops final dots and spaces, and what follows a colon."""
    ends = [part.rstrip(". ") for part in (name, *name.split(":"))]
    return {end.rpartition(".")[2].lower() for end in ends if "." in end}
