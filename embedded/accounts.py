"""PostgreSQL refuses to run as root. For root it runs as `nobody`, who exists on every Linux and owns nothing else."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

SHELTER = Path("/var/lib")


def account_for_servers() -> pwd.struct_passwd | None:
    """Nobody, when we are root. None when we are an ordinary user and need not change."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def is_reachable(folder: Path, account: pwd.struct_passwd | None) -> bool:
    existing = [part for part in (folder, *folder.parents) if part.exists()]
    return account is None or all(_may_enter(part, account) for part in existing)


def reachable(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """The folder itself; or one under /var/lib in its stead, where those above it keep the account out."""
    folder = folder.resolve()
    if is_reachable(folder.parent, account):
        return folder
    return SHELTER / f"msreferrals-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"


def reachable_copy(folder: Path, parts: list[str], account: pwd.struct_passwd | None) -> Path:
    """The folder that holds these parts; or a copy of them that the account can reach."""
    if all(is_reachable(folder / part, account) for part in parts):
        return folder
    copy = SHELTER / f"msreferrals-{Path(parts[0]).name}-{int((folder / parts[0]).stat().st_mtime)}"
    if not copy.exists():
        fresh = Path(f"{copy}.{os.getpid()}")
        for part in parts:
            shutil.copytree(folder / part, fresh / part)
        subprocess.run(["chmod", "-R", "a+rX", fresh], check=True)
        fresh.rename(copy)
    return copy


def give(path: Path, account: pwd.struct_passwd | None) -> None:
    if account:
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def _may_enter(folder: Path, account: pwd.struct_passwd) -> bool:
    found = folder.stat()
    return found.st_uid == account.pw_uid or bool(found.st_mode & stat.S_IXOTH)
