# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real programs from outside: the server by its command line and API, the app by its accessibility tree.

Everything runs on loopback, below one temporary folder, and ends with the `with` block that began it. Nothing here sleeps for a
fixed time: it waits for a condition, and says which one did not come.
"""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PATIENCE = 30.0
APPLICATION_ID = "io.github.balie.Balie"


class Missing(AssertionError):
    """A condition did not come in time."""


def wait_for(what, condition, patience=PATIENCE):
    """Returns the first true value of `condition()`; errors of the accessibility bus count as not yet."""
    end = time.monotonic() + patience
    trouble = None
    while True:
        try:
            value = condition()
            if value:
                return value
        except GLib.Error as error:
            trouble = error
        if time.monotonic() > end:
            raise Missing(f"waited {patience:.0f} s for {what}" + (f" (last: {trouble})" if trouble else ""))
        time.sleep(0.03)


class Server:
    """One balie-server with its data folder. It can be killed and started again on the same port."""

    def __init__(self, program, folder, *options):
        self.program = str(program)
        self.folder = pathlib.Path(folder)
        self.options = options
        self.port = 0
        self.process = None
        self.address = None
        self.folder.mkdir(parents=True, exist_ok=True)

    def start(self):
        log = open(self.folder.parent / "server.log", "a")
        self.process = subprocess.Popen(
            [self.program, "serve", "--data", str(self.folder), "--listen", f"127.0.0.1:{self.port}", "--print-address", *self.options],
            stdout=subprocess.PIPE, stderr=log, text=True)
        log.close()
        self.address = self.process.stdout.readline().strip()
        if not self.address.startswith("http://"):
            raise Missing(f"the server printed no address; see {self.folder.parent / 'server.log'}")
        self.port = int(self.address.rsplit(":", 1)[1])
        return self

    def kill(self):
        """As a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)

    def add_account(self, role, username, password, name, email):
        subprocess.run(
            [self.program, "account", "add", "--data", str(self.folder), "--role", role, "--name", name, "--email", email, username],
            input=password + "\n", text=True, check=True, stdout=subprocess.DEVNULL)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


class Person:
    """Somebody who uses the API directly: the staff, or a second device."""

    def __init__(self, server, username, password):
        self.server = server
        self.token = None
        login = self.call("POST", "/v1/sessions", {
            "username": username, "password": password, "device_id": str(uuid.uuid4()), "device": "test"})
        self.token = login["token"]
        self.account = login["account"]

    def call(self, method, path, body=None, headers=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.server.address + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def conversations(self):
        return self.call("GET", "/v1/conversations")["conversations"]

    def messages(self, conversation):
        """All messages of a conversation, oldest first."""
        found, before = [], None
        while True:
            path = f"/v1/conversations/{conversation}/messages?limit=50" + (f"&before={before}" if before else "")
            page = self.call("GET", path)
            found = page["messages"] + found
            if not page["more"]:
                return found
            before = page["messages"][0]["number_in_conversation"]

    def texts(self, conversation):
        return [message["text"] for message in self.messages(conversation) if message["author"]["role"] != "system"]

    def say(self, conversation, text):
        return self.call("PUT", f"/v1/conversations/{conversation}/messages/{uuid.uuid4()}", {"text": text})

    def set_status(self, conversation, status):
        present = self.call("GET", f"/v1/conversations/{conversation}")
        return self.call("PATCH", f"/v1/conversations/{conversation}", {"status": status}, {"If-Match": f'"v{present["version"]}"'})


class App:
    """One running app, seen through its accessibility tree."""

    def __init__(self, build, folder, server, *options, language="en", extra=None):
        self.build = pathlib.Path(build)
        self.folder = pathlib.Path(folder)
        self.options = ["--server", server] if server else []
        self.options += options
        self.environment = dict(
            os.environ,
            XDG_DATA_HOME=str(self.folder / "data"),
            XDG_CONFIG_HOME=str(self.folder / "config"),
            XDG_CACHE_HOME=str(self.folder / "cache"),
            GSETTINGS_SCHEMA_DIR=str(self.build / "data"),
            GSETTINGS_BACKEND="keyfile",
            BALIE_LOCALE_DIR=str(self.build / "po"),
            LANG="C.UTF-8",
            LC_ALL="",
            LANGUAGE=language,
            GTK_A11Y="atspi",
            **(extra or {}))
        self.process = None
        self.log = None

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = open(self.folder / "app.log", "a")
        self.process = subprocess.Popen([str(self.build / "src/app/balie"), *self.options], env=self.environment,
                                        stdout=self.log, stderr=self.log)
        wait_for("the app's window", self.window)
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def quit(self):
        """Ends it as a session manager would: it may keep what is unsent."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.quit()
        self.log.close()

    # -- looking

    def application(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child and child.get_process_id() == self.process.pid:
                return child
        return None

    def window(self):
        if self.process.poll() is not None:
            raise Missing(f"the app ended with {self.process.returncode}; see {self.folder / 'app.log'}")
        application = self.application()
        return application and application.get_child_count() > 0 and application

    def nodes(self, root=None):
        """All accessible objects that are showing, depth first."""
        root = root or self.application()
        if root is None:
            return
        stack = [root]
        while stack:
            node = stack.pop()
            with contextlib.suppress(GLib.Error):
                yield node
                children = [node.get_child_at_index(index) for index in range(node.get_child_count())]
                stack.extend(child for child in reversed(children) if child)

    @staticmethod
    def is_showing(node):
        return node.get_state_set().contains(Atspi.StateType.SHOWING)

    def find(self, name, role=None, patience=PATIENCE):
        """The first showing object with that accessible name, or whose name begins with it when it ends in an ellipsis."""
        def look():
            for node in self.nodes():
                label = node.get_name() or ""
                if (label == name or (name.endswith("…*") and label.startswith(name[:-2]))) and self.is_showing(node):
                    if role is None or node.get_role_name() == role:
                        return node
            return None
        return wait_for(f"“{name}”" + (f" ({role})" if role else ""), look, patience)

    def shows(self, text):
        """Whether that text stands anywhere, as a name or as content."""
        for node in self.nodes():
            with contextlib.suppress(GLib.Error):
                if not self.is_showing(node):
                    continue
                if text in (node.get_name() or "") or text in self.text_of(node):
                    return True
        return False

    def wait_text(self, text, patience=PATIENCE):
        return wait_for(f"the text “{text}”", lambda: self.shows(text), patience)

    def count_text(self, text):
        """How many labels read just so: what is there twice is doubled."""
        return sum(1 for node in self.nodes() if node.get_role_name() == "label" and (node.get_name() == text or self.text_of(node) == text))

    @staticmethod
    def text_of(node):
        try:
            interface = node.get_text_iface()
            return Atspi.Text.get_text(interface, 0, Atspi.Text.get_character_count(interface)) if interface else ""
        except GLib.Error:
            return ""

    # -- doing

    def click(self, name, role=None):
        node = self.find(name, role)
        wait_for(f"“{name}” to be pressed", lambda: self.press(node))
        return node

    @staticmethod
    def press(node):
        action = node.get_action_iface()
        return bool(action) and Atspi.Action.do_action(action, 0)

    def type(self, name, text, role=None):
        node = self.find(name, role)
        editable = node.get_editable_text_iface()
        if editable is None:
            for inner in self.nodes(node):
                editable = inner.get_editable_text_iface()
                if editable is not None:
                    break
        if editable is None:
            raise Missing(f"“{name}” takes no text")
        Atspi.EditableText.set_text_contents(editable, text)
        return node

    def act(self, action, argument=None):
        """Runs an action by its full name, such as `win.ask-question` or `app.preferences`: what menus and shortcuts drive too."""
        group, name = action.split(".", 1)
        path = "/" + APPLICATION_ID.replace(".", "/") + ("/window/1" if group == "win" else "")
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)

        def run():
            bus.call_sync(APPLICATION_ID, path, "org.gtk.Actions", "Activate",
                          GLib.Variant("(sava{sv})", (name, [argument] if argument is not None else [], {})),
                          None, Gio.DBusCallFlags.NONE, -1, None)
            return True
        wait_for(f"the action {action}", run)

    def screenshot(self, path):
        subprocess.run(["import", "-window", "root", str(path)], check=True)


class Watchdog:
    """Ends this process when a run hangs as a whole, so that nothing outlives the tests."""

    def __init__(self, seconds):
        self.timer = threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGTERM))
        self.timer.daemon = True

    def __enter__(self):
        self.timer.start()

    def __exit__(self, *_):
        self.timer.cancel()
