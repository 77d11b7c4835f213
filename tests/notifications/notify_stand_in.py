"""What GOV.UK Notify's API answers, on this machine. It believes nobody without a token that is signed with the key."""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError

SERVICE, SECRET = "11111111-2222-4333-8444-555555555555", "66666666-7777-4888-8999-000000000000"
KEY = f"tests-{SERVICE}-{SECRET}"

BAD_ADDRESS = [{"error": "ValidationError", "message": "email_address Not a valid email address"}]
BAD_NUMBER = [{"error": "ValidationError", "message": "phone_number Not enough digits"}]
NOT_ON_TEAM = [
    {"error": "BadRequestError", "message": "Can't send to this recipient using a team-only API key"},
]
NO_TEMPLATE = [{"error": "BadRequestError", "message": "Template not found"}]
BAD_TOKEN = [{"error": "AuthError", "message": "Invalid token: API key not found"}]
TOO_MANY = [{"error": "RateLimitError", "message": "Exceeded rate limit for key type LIVE of 3000 requests per 60s"}]
BROKEN = [{"error": "Exception", "message": "Internal server error"}]
HANGS = "hangs"


@dataclass
class Notify:
    """`answers` to the next requests, in turn: a status and errors, or that it hangs; then it takes all."""

    answers: list[Any] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)
    bodies: list[str] = field(default_factory=list)
    url: str = ""

    def take(self, path: str, body: str) -> tuple[int, dict[str, Any]]:
        self.bodies.append(f"{path} {body}")
        if self.answers:
            answer = self.answers.pop(0)
            if answer == HANGS:
                time.sleep(2)
                return 500, refusal(500, BROKEN)
            return answer[0], refusal(*answer)
        given = json.loads(body)
        name = str(uuid.uuid4())
        self.taken.append({"path": path, "id": name, **given})
        self.statuses[name] = "sending"
        return 201, {"id": name, "reference": given.get("reference"), "uri": f"{self.url}/v2/notifications/{name}"}

    def tell(self, path: str) -> tuple[int, dict[str, Any]]:
        name = path.rsplit("/", 1)[1]
        self.asked.append(name)
        if self.answers:
            answer = self.answers.pop(0)
            return answer[0], refusal(*answer)
        if name not in self.statuses:
            return 404, refusal(404, [{"error": "NoResultFound", "message": "No result found"}])
        return 200, {"id": name, "status": self.statuses[name]}


def refusal(status: int, errors: list[dict[str, str]]) -> dict[str, Any]:
    return {"status_code": status, "errors": errors}


def is_signed(header: str) -> bool:
    token = header.removeprefix("Bearer ")
    try:
        return get_token_issuer(token) == SERVICE and decode_jwt_token(token, SECRET)
    except TokenError:
        return False


@contextmanager
def notify_stand_in(settings: Any) -> Iterator[Notify]:
    """A real server, and the settings point at it: all e-mail and text messages go there."""
    notify = Notify()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(*(notify.take(self.path, body) if self.is_known() else (403, refusal(403, BAD_TOKEN))))

        def do_GET(self) -> None:
            self.answer(*(notify.tell(self.path) if self.is_known() else (403, refusal(403, BAD_TOKEN))))

        def is_known(self) -> bool:
            return is_signed(self.headers.get("Authorization", ""))

        def answer(self, status: int, body: dict[str, Any]) -> None:
            source = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(source)))
            self.end_headers()
            self.wfile.write(source)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the base class's name
            """Says nothing on the console of the tests."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                """Whoever asked did not wait."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    notify.url = f"http://127.0.0.1:{server.server_port}"
    settings.NOTIFY_API_KEY, settings.NOTIFY_BASE_URL = KEY, notify.url
    settings.NOTIFY_EMAIL_TEMPLATE, settings.NOTIFY_TEXT_TEMPLATE = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
    settings.NOTIFY_TIMEOUT = 10
    settings.MAIL_CHANNEL = "notify"
    settings.MESSAGES_ALLOWED_TO = None
    try:
        yield notify
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
