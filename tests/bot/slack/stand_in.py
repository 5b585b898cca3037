"""A stand-in for Slack's servers, in a process of its own: the Web API over HTTP, Socket Mode over a websocket.

It is as strict as Slack: tokens, the scopes of the manifest, Block Kit's limits, triggers that live for three seconds
and serve once. It misbehaves as it is told: replies that are dropped, 429s, 5xx, connections that end. What is posted
can be read at `/control/state`; `/control/…` is what a test drives it by.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import threading
import time
from collections import defaultdict
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).parents[3]
MANIFEST = ROOT / "config" / "slack" / "manifest.json"
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-stand-in", "xapp-stand-in", "stand-in-signing-secret"
TEAM, BOT, BOT_ID = "T0HOME", "U0CAIRN", "B0CAIRN"

SCOPES = {
    "auth.test": (),
    "apps.connections.open": (),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "conversations.open": ("im:write", "mpim:write"),
    "conversations.info": ("channels:read", "groups:read", "im:read"),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "conversations.list": ("channels:read", "groups:read"),
    "chat.postMessage": ("chat:write",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "views.open": (),
    "views.update": (),
    "views.publish": (),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "assistant.threads.setStatus": ("assistant:write",),
    "assistant.threads.setTitle": ("assistant:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.completeUploadExternal": ("files:write",),
}


class Refusal(Exception):
    def __init__(self, error: str, status: int = 200, **more: Any) -> None:
        super().__init__(error)
        self.body = {"ok": False, "error": error, **more}
        self.status = status


class Slack:
    """The workspace: who is in it, what was posted, and what goes wrong next."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.scopes = set(json.loads(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"])
        self.users: dict[str, dict[str, Any]] = {BOT: {"id": BOT, "team_id": TEAM, "is_bot": True}}
        self.channels: dict[str, dict[str, Any]] = {}
        self.messages: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.calls: list[dict[str, Any]] = []
        self.views: dict[str, dict[str, Any]] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.triggers: dict[str, float] = {}
        self.responded: list[dict[str, Any]] = []
        self.files: dict[str, dict[str, Any]] = {}
        self.fates: dict[str, list[str]] = defaultdict(list)
        self.sockets: list[Any] = []
        self.acks: dict[str, Any] = {}
        self.acked = threading.Condition(self.lock)
        self.clock = 1_796_000_000.0
        self.faults: list[str] = []
        self.http = self.ws = 0

    def stamp(self) -> str:
        self.clock = max(self.clock + 0.000_1, time.time())
        return f"{self.clock:.6f}"

    # The Web API

    def auth_test(self, _given: dict[str, Any]) -> dict[str, Any]:
        return {
            "url": "https://home.slack.example/",
            "team": "Ardlui",
            "team_id": TEAM,
            "user_id": BOT,
            "bot_id": BOT_ID,
        }

    def apps_connections_open(self, _given: dict[str, Any]) -> dict[str, Any]:
        return {"url": f"ws://127.0.0.1:{self.ws}/link?ticket={secrets.token_hex(4)}"}

    def users_info(self, given: dict[str, Any]) -> dict[str, Any]:
        user = self.users.get(given.get("user", ""))
        if user is None:
            raise Refusal("user_not_found")
        found = {"team_id": TEAM, "deleted": False, "is_bot": False, "is_restricted": False, **user}
        if "users:read.email" not in self.scopes:
            found["profile"] = {k: v for k, v in found.get("profile", {}).items() if k != "email"}
        return {"user": found}

    def users_list(self, given: dict[str, Any]) -> dict[str, Any]:
        names, start = sorted(self.users), int(given.get("cursor") or 0)
        shown = [self.users_info({"user": name})["user"] for name in names[start : start + 5]]
        more = str(start + 5) if start + 5 < len(names) else ""
        return {"members": shown, "response_metadata": {"next_cursor": more}}

    def conversations_open(self, given: dict[str, Any]) -> dict[str, Any]:
        users = [user for user in str(given.get("users", "")).split(",") if user]
        if not users:
            raise Refusal("users_list_not_supplied")
        self.needs("im:write" if len(users) == 1 else "mpim:write")
        if any(user not in self.users for user in users):
            raise Refusal("user_not_found")
        name = f"D{users[0][1:]}" if len(users) == 1 else "G" + "".join(user[1:] for user in sorted(users))
        self.channels.setdefault(name, {"id": name, "is_im": len(users) == 1, "is_member": True, "users": users})
        return {"channel": {"id": name}}

    def conversations_info(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"channel": self.channel(given)}

    def conversations_list(self, _given: dict[str, Any]) -> dict[str, Any]:
        found = [one for one in self.channels.values() if one["id"].startswith("C")]
        return {"channels": found, "response_metadata": {"next_cursor": ""}}

    def conversations_history(self, given: dict[str, Any]) -> dict[str, Any]:
        found = [
            m for m in self.messages[self.channel(given)["id"]] if "thread_ts" not in m or m["thread_ts"] == m["ts"]
        ]
        return self.page(found, given)

    def conversations_replies(self, given: dict[str, Any]) -> dict[str, Any]:
        found = [
            m for m in self.messages[self.channel(given)["id"]] if given.get("ts") in (m["ts"], m.get("thread_ts"))
        ]
        if not found:
            raise Refusal("thread_not_found")
        return self.page(found, given)

    def page(self, found: list[dict[str, Any]], given: dict[str, Any]) -> dict[str, Any]:
        oldest, limit, start = (
            float(given.get("oldest") or 0),
            int(given.get("limit") or 100),
            int(given.get("cursor") or 0),
        )
        latest = float(given.get("latest") or "inf")
        found = [m for m in reversed(found) if oldest <= float(m["ts"]) <= latest]
        with_metadata = str(given.get("include_all_metadata", "")).lower() in ("1", "true")
        shown = [
            m if with_metadata else {k: v for k, v in m.items() if k != "metadata"}
            for m in found[start : start + limit]
        ]
        more = str(start + limit) if start + limit < len(found) else ""
        return {"messages": shown, "has_more": bool(more), "response_metadata": {"next_cursor": more}}

    def chat_postMessage(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self.channel(given)
        if channel.get("is_archived"):
            raise Refusal("is_archived")
        if not channel.get("is_member"):
            raise Refusal("not_in_channel")
        self.checked_message(given)
        posted = {
            "ts": self.stamp(),
            "channel": channel["id"],
            "user": BOT,
            "bot_id": BOT_ID,
            "text": given.get("text", ""),
            "blocks": given.get("blocks") or [],
            "metadata": given.get("metadata") or {},
        }
        if given.get("thread_ts"):
            posted["thread_ts"] = given["thread_ts"]
        self.messages[channel["id"]].append(posted)
        return {"channel": channel["id"], "ts": posted["ts"], "message": posted}

    def chat_getPermalink(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self.channel(given)["id"]
        return {"permalink": f"https://home.slack.example/archives/{channel}/p{given['message_ts'].replace('.', '')}"}

    def chat_postEphemeral(self, given: dict[str, Any]) -> dict[str, Any]:
        self.checked_message(given)
        self.responded.append({"to": given.get("user"), **given})
        return {"message_ts": self.stamp()}

    def views_open(self, given: dict[str, Any]) -> dict[str, Any]:
        self.use_trigger(given)
        return {"view": self.put_view(f"V{secrets.token_hex(4)}", given["view"])}

    def views_update(self, given: dict[str, Any]) -> dict[str, Any]:
        view = self.views.get(given.get("view_id", ""))
        if view is None:
            raise Refusal("not_found")
        if given.get("hash") and given["hash"] != view["hash"]:
            raise Refusal("hash_conflict")
        return {"view": self.put_view(view["id"], given["view"])}

    def views_publish(self, given: dict[str, Any]) -> dict[str, Any]:
        user = given.get("user_id", "")
        if user not in self.users:
            raise Refusal("user_not_found")
        before = self.homes.get(user)
        if given.get("hash") and before and given["hash"] != before["hash"]:
            raise Refusal("hash_conflict")
        view = self.checked_view(given["view"])
        if view["type"] != "home":
            raise Refusal("invalid_arguments")
        self.homes[user] = {**view, "id": f"H{user}", "hash": secrets.token_hex(4), "state": {"values": {}}}
        return {"view": self.homes[user]}

    def put_view(self, name: str, view: dict[str, Any]) -> dict[str, Any]:
        view = self.checked_view(view)
        if view["type"] != "modal":
            raise Refusal("invalid_arguments")
        self.views[name] = {
            **view,
            "id": name,
            "hash": secrets.token_hex(4),
            "root_view_id": name,
            "state": {"values": {}},
        }
        return self.views[name]

    def assistant(self, given: dict[str, Any]) -> dict[str, Any]:
        prompts = given.get("prompts")
        # In the newer agent pane prompts stand above the whole conversation, and belong to no thread.
        if not given.get("channel_id") or not (given.get("thread_ts") or prompts):
            raise Refusal("invalid_arguments")
        if isinstance(prompts, str):
            prompts = json.loads(prompts)
        if prompts is not None and not (
            1 <= len(prompts) <= 4 and all(p.get("title") and p.get("message") for p in prompts)
        ):
            raise Refusal("invalid_arguments")
        return {}

    assistant_threads_setSuggestedPrompts = assistant_threads_setStatus = assistant_threads_setTitle = assistant

    def files_getUploadURLExternal(self, given: dict[str, Any]) -> dict[str, Any]:
        name = f"F{secrets.token_hex(4).upper()}"
        self.files[name] = {
            "id": name,
            "name": given["filename"],
            "length": int(given["length"]),
            "alt": given.get("alt_txt", ""),
        }
        return {"upload_url": f"http://127.0.0.1:{self.http}/upload/{name}", "file_id": name}

    def files_completeUploadExternal(self, given: dict[str, Any]) -> dict[str, Any]:
        files = given["files"] if isinstance(given["files"], list) else json.loads(given["files"])
        for one in files:
            kept = self.files[one["id"]]
            if kept.get("received") != kept["length"]:
                raise Refusal("file_upload_incomplete")
            kept |= {
                "complete": True,
                "shared": [given.get("channel_id", ""), given.get("thread_ts", "")],
                "title": one.get("title", ""),
                "permalink": f"https://home.slack.example/files/{one['id']}",
            }
        return {"files": [self.files[one["id"]] for one in files]}

    # What stands behind them

    def needs(self, scope: str) -> None:
        if scope not in self.scopes:
            raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))

    def channel(self, given: dict[str, Any]) -> dict[str, Any]:
        found = self.channels.get(given.get("channel", ""))
        if found is None:
            raise Refusal("channel_not_found")
        return found

    def checked_message(self, given: dict[str, Any]) -> None:
        from tests.bot.slack.limits_table import check_message

        try:
            check_message(given.get("text", ""), given.get("blocks") or [{"type": "divider"}])
        except Exception as error:
            self.faults.append(f"message: {type(error).__name__} {error}"[:400])
            raise Refusal("invalid_blocks") from error

    def checked_view(self, view: Any) -> dict[str, Any]:
        from tests.bot.slack.limits_table import check_view

        try:
            view = json.loads(view) if isinstance(view, str) else view
            check_view(view)
        except Exception as error:
            self.faults.append(f"view: {type(error).__name__} {error}"[:400])
            raise Refusal("invalid_arguments") from error
        return view

    def use_trigger(self, given: dict[str, Any]) -> None:
        made = self.triggers.pop(given.get("trigger_id", ""), None)
        if made is None:
            raise Refusal("exchanged_trigger_id")
        if time.monotonic() - made > 3:
            raise Refusal("expired_trigger_id")

    def call(self, method: str, token: str, given: dict[str, Any]) -> dict[str, Any]:
        if method not in SCOPES:
            raise Refusal("unknown_method")
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if token != wanted:
            raise Refusal("invalid_auth" if token else "not_authed")
        if SCOPES[method] and not set(SCOPES[method]) & self.scopes:
            raise Refusal("missing_scope", needed=SCOPES[method][0])
        with self.lock:
            self.calls.append({"method": method, "at": time.time(), **{k: v for k, v in given.items() if k != "token"}})
            return {"ok": True, **getattr(self, method.replace(".", "_"))(given)}

    # What a test does

    def control(self, what: str, given: dict[str, Any]) -> Any:
        return getattr(self, f"control_{what}")(given)

    def control_state(self, _given: dict[str, Any]) -> dict[str, Any]:
        with self.lock:
            return {
                "messages": self.messages, "calls": self.calls, "views": self.views, "homes": self.homes,
                "responded": self.responded, "files": self.files, "faults": self.faults, "sockets": len(self.sockets),
            }  # fmt: skip

    def control_put(self, given: dict[str, Any]) -> None:
        with self.lock:
            if given.get("clear"):
                self.clear()
            for user in given.get("users", []):
                self.users[user["id"]] = user
            for channel in given.get("channels", []):
                self.channels[channel["id"]] = {**self.channels.get(channel["id"], {}), **channel}
            for channel in given.get("gone", []):
                self.channels.pop(channel, None)
            for message in given.get("messages", []):
                self.messages[message["channel"]].append(message)
            for method, fates in given.get("fates", {}).items():
                self.fates[method] += fates
            if "scopes" in given:
                self.scopes = set(given["scopes"])

    def clear(self) -> None:
        for kept in (
            self.messages,
            self.calls,
            self.responded,
            self.fates,
            self.homes,
            self.views,
            self.faults,
            self.files,
        ):
            kept.clear()

    def control_trigger(self, _given: dict[str, Any]) -> str:
        trigger = f"{secrets.randbelow(10**9)}.{secrets.token_hex(4)}"
        self.triggers[trigger] = time.monotonic()
        return trigger

    def control_deliver(self, given: dict[str, Any]) -> Any:
        """Send an envelope over one of the open connections; what acknowledged it, or null in time."""
        envelope = given["envelope_id"] if given.get("envelope_id") else secrets.token_hex(8)
        frame = {
            "envelope_id": envelope, "type": given["type"], "payload": given["payload"],
            "accepts_response_payload": given["type"] in ("slash_commands", "interactive"),
        }  # fmt: skip
        if given["type"] == "events_api":
            frame |= {"retry_attempt": given.get("retry_attempt", 0), "retry_reason": ""}
        ends = time.monotonic() + given.get("wait", 5)
        while time.monotonic() < ends:
            with self.lock:
                socket = self.sockets[secrets.randbelow(len(self.sockets))] if self.sockets else None
            if socket is None:
                time.sleep(0.02)
                continue
            began = time.monotonic()
            try:
                socket.send(json.dumps(frame))
                break
            except Exception:
                time.sleep(0.02)
        else:
            return None
        with self.acked:
            self.acked.wait_for(lambda: envelope in self.acks, max(ends - time.monotonic(), 0))
            ack = self.acks.pop(envelope, None)
        return None if ack is None else {**ack, "seconds": time.monotonic() - began}

    def control_disconnect(self, given: dict[str, Any]) -> int:
        """Announce an end to all connections, or (`hard`) end them without a word."""
        with self.lock:
            open_now = list(self.sockets)
        for socket in open_now:
            if given.get("hard"):
                socket.socket.close()
            else:
                socket.send(json.dumps({"type": "disconnect", "reason": given.get("reason", "refresh_requested")}))
        return len(open_now)

    def serve_socket(self, socket: Any) -> None:
        socket.send(
            json.dumps({"type": "hello", "num_connections": len(self.sockets) + 1, "connection_info": {"app_id": "A0"}})
        )
        with self.lock:
            self.sockets.append(socket)
        try:
            for frame in socket:
                told = json.loads(frame)
                with self.acked:
                    self.acks[told["envelope_id"]] = {"payload": told.get("payload")}
                    self.acked.notify_all()
        except Exception:
            pass
        finally:
            with self.lock:
                self.sockets.remove(socket)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    slack: Slack
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        if path.startswith("/control/"):
            self.say(200, self.slack.control(path.removeprefix("/control/"), json.loads(body or b"{}")))
        elif path.startswith("/upload/"):
            self.slack.files[path.rpartition("/")[2]]["received"] = len(body)
            self.say(200, "OK")
        elif path.startswith("/response/"):
            self.slack.responded.append({"url": path, **json.loads(body)})
            self.say(200, {"ok": True})
        else:
            self.api(path.removeprefix("/api/"), body)

    def api(self, method: str, body: bytes) -> None:
        fates = self.slack.fates[method]
        fate, _, value = (fates.pop(0) if fates else "").partition(":")
        if fate == "sleep":
            time.sleep(float(value))
        if fate == "limited":
            return self.say(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": value})
        if fate == "status":
            return self.say(int(value), {"ok": False, "error": "internal_error"})
        if fate == "error":
            return self.say(200, {"ok": False, "error": value})
        try:
            status, answer = 200, self.slack.call(method, self.token(), self.given(body))
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body
        if fate == "dropped":
            self.close_connection = True
            return None
        if fate == "after":
            return self.say(503, {"ok": False, "error": "service_unavailable"})
        return self.say(status, answer)

    def token(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ").strip()

    def given(self, body: bytes) -> dict[str, Any]:
        if self.headers.get("Content-Type", "").startswith("application/json"):
            return dict(json.loads(body or b"{}"))
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}

    def say(self, status: int, answer: Any, **headers: str) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-OAuth-Scopes", ",".join(sorted(self.slack.scopes)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_said: Any) -> None:
        """Quiet."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients are killed in the middle of their requests: nothing to say about that."""


def main() -> None:
    import logging

    from websockets.sync.server import serve

    logging.disable(logging.CRITICAL)
    slack = Slack()
    Handler.slack = slack
    http = Server(("127.0.0.1", 0), Handler)
    sockets = serve(slack.serve_socket, "127.0.0.1", 0)
    slack.http, slack.ws = http.server_address[1], sockets.socket.getsockname()[1]
    threading.Thread(target=sockets.serve_forever, daemon=True).start()
    print(slack.http, flush=True)
    http.serve_forever(poll_interval=0.05)


class StandIn:
    """The stand-in as a test sees it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.slack.stand_in"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def environment(self) -> dict[str, str]:
        return {"CAIRN_SLACK_API_URL": self.api_url, "CAIRN_SLACK_BOT_TOKEN": BOT_TOKEN}

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def control(self, what: str, **given: Any) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", f"/control/{what}", json.dumps(given))
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def put(self, **given: Any) -> None:
        self.control("put", **given)

    def state(self) -> dict[str, Any]:
        return dict(self.control("state"))

    def posts(self, conversation: str) -> list[dict[str, Any]]:
        return list(self.state()["messages"].get(conversation, []))

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [call for call in self.state()["calls"] if call["method"] == method]

    def trigger(self) -> str:
        return str(self.control("trigger"))

    def eventually(self, condition: Any, seconds: float = 15) -> Any:
        """What the condition gives of the state as soon as it holds; it fails when it never does."""
        ends = time.monotonic() + seconds
        while True:
            state = self.state()
            found = condition(state)
            if found:
                return found
            assert time.monotonic() < ends, f"not within {seconds} s; faults: {state['faults']}"
            time.sleep(0.05)


if __name__ == "__main__":
    main()
