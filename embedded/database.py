"""The database and its two roles: one owns the tables, the other serves and may not change the ledger."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from embedded.program import NotStarted

OWNER = "msreferrals_owner"
APPLICATION = "msreferrals_app"


@dataclass(frozen=True)
class Addresses:
    owner: str
    application: str

    @property
    def application_role(self) -> str:
        return urlsplit(self.application).username or APPLICATION


def make_role(maker_url: str, role: str, password: str) -> None:
    """Or give the one that exists this password."""
    with psycopg.connect(maker_url, autocommit=True) as connection:
        known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount
        statement = "ALTER ROLE {} LOGIN PASSWORD {}" if known else "CREATE ROLE {} LOGIN PASSWORD {}"
        connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(password)))


def let_fill(maker_url: str, role: str) -> None:
    """It may add very many rows without having each looked up that they point to. The ledger is kept all the same."""
    with psycopg.connect(maker_url, autocommit=True) as connection:
        grant = sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}")
        connection.execute(grant.format(sql.Identifier(role)))


def make_database(maker_url: str, name: str, owner: str = OWNER) -> None:
    with psycopg.connect(maker_url, autocommit=True) as connection:
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
            )


def given_addresses(url: str, owner_url: str, password: str) -> Addresses:
    """Of a server that is not ours. Its owner makes the application's role, unless both are given."""
    if owner_url and url:
        return Addresses(owner_url, url)
    owner_url = owner_url or url
    # Roles belong to the whole server, so the name says whose it is.
    role = f"{urlsplit(owner_url).path.removeprefix('/')}_app"
    try:
        make_role(owner_url, role, password)
    except psycopg.errors.InsufficientPrivilege:
        raise NotStarted(
            f"The owner named in DATABASE_URL may not create the role {role}. "
            "Give the owner as DATABASE_OWNER_URL, and the role that serves as DATABASE_URL."
        ) from None
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise NotStarted(f"The database server named in DATABASE_URL does not answer: {reason}") from None
    return Addresses(owner_url, as_user(owner_url, role, password))


def as_user(url: str, user: str, password: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(user)}:{quote(password, safe='')}@{place}").geturl()
