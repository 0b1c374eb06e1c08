# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real programs from outside: the server by its command line and API, the app by its accessibility tree and actions.

Everything runs on loopback, below one temporary folder, and ends with the `with` block that began it. Nothing here sleeps for a
fixed time: it waits for a condition, and says which one did not come.
"""

import gettext
import hashlib
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid

from gi.repository import Gio, GLib

import accessibility

PATIENCE = 30.0
APPLICATION_ID = "io.github.balie.Balie"


class Missing(AssertionError):
    """A condition did not come in time."""


def wait_for(what, condition, patience=PATIENCE):
    """Returns the first true value of `condition()`; what went from the bus while it was read counts as not yet."""
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


def xdotool(*arguments):
    """Returns what it printed; nothing for windows that have just gone."""
    return subprocess.run(["xdotool", *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=PATIENCE).stdout.strip()


class Server:
    """One balie-server with its data folder. It can be killed and started again on the same port."""

    def __init__(self, build, folder, *options):
        self.program = str(pathlib.Path(build) / "src/server/balie-server")
        self.folder = pathlib.Path(folder)
        self.options = options
        self.port = 0
        self.process = None
        self.address = None

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        log_file = self.folder / "server.log"
        with open(log_file, "a") as log:
            self.process = subprocess.Popen(
                [self.program, "serve", "--data", str(self.folder / "data"), "--listen", f"127.0.0.1:{self.port}", "--print-address",
                 *self.options],
                stdout=subprocess.PIPE, stderr=log, text=True)
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        self.address = self.process.stdout.readline().strip() if ready else ""
        if not self.address.startswith("http://"):
            raise Missing(f"the server printed no address; see {log_file}")
        self.port = int(self.address.rsplit(":", 1)[1])
        return self

    def kill(self):
        """As a power cut does."""
        self.process.kill()
        self.process.wait()

    def pause(self):
        """It keeps its connections, and answers nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.go_on()
            self.process.wait(timeout=PATIENCE)

    def add_account(self, role, username, password, name, email):
        subprocess.run(
            [self.program, "account", "add", "--data", str(self.folder / "data"), "--role", role, "--name", name, "--email", email, username],
            input=password + "\n", text=True, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)

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

    def fetch(self, method, path, data=None, headers=None):
        """Returns the answer as bytes, and its headers."""
        request = urllib.request.Request(self.server.address + path, data=data, headers=headers or {}, method=method)
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.read(), answer.headers

    def call(self, method, path, body=None, headers=None):
        data = json.dumps(body).encode() if body is not None else None
        content, _ = self.fetch(method, path, data, {"Content-Type": "application/json", **(headers or {})})
        return json.loads(content) if content else None

    def conversations(self):
        return self.call("GET", "/v1/conversations")["conversations"]

    def conversation(self, conversation):
        return self.call("GET", f"/v1/conversations/{conversation}")

    def change(self, conversation, **fields):
        """Changes a request as one does who has just looked at it."""
        _, headers = self.fetch("GET", f"/v1/conversations/{conversation}")
        return self.call("PATCH", f"/v1/conversations/{conversation}", fields, {"If-Match": headers["ETag"]})

    def messages(self, conversation):
        """What people wrote in a conversation, oldest first."""
        found, before, more = [], "", True
        while more:
            page = self.call("GET", f"/v1/conversations/{conversation}/messages?limit=50{before}")
            found = page["messages"] + found
            more = page["more"]
            before = f"&before={found[0]['number_in_conversation']}" if found else ""
        return [message for message in found if message["author"]["role"] != "system"]

    def texts(self, conversation):
        return [message["text"] for message in self.messages(conversation)]

    def say(self, conversation, text, attachments=()):
        """Writes a message, maybe with attachments, by what `upload` returned for them."""
        body = {"text": text, "attachments": list(attachments)} if attachments else {"text": text}
        return self.call("PUT", f"/v1/conversations/{conversation}/messages/{uuid.uuid4()}", body)

    def upload(self, name, media_type, content):
        """Returns the id of a new attachment."""
        upload = f"/v1/uploads/{uuid.uuid4()}"
        self.call("PUT", upload, {
            "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "name": name, "type": media_type})
        self.fetch("PATCH", upload, content, {"Content-Type": "application/partial-upload", "Upload-Offset": "0"})
        return self.call("POST", upload + "/finish")["attachment"]["id"]

    def download(self, attachment):
        return self.fetch("GET", f"/v1/attachments/{attachment}")[0]

    def type(self, conversation):
        return self.call("POST", f"/v1/conversations/{conversation}/typing")


class App:
    """One running app, seen through its accessibility tree. Texts are named in English, and looked for in its language."""

    def __init__(self, build, folder, *options, language="en", environment=None, settings=None):
        self.build = pathlib.Path(build)
        self.folder = pathlib.Path(folder)
        self.options = options
        self.translation = gettext.translation("balie", self.build / "po", [language], fallback=True)
        self.texts = set(gettext.translation("balie", self.build / "po", ["nl"])._catalog)
        self.environment = dict(
            os.environ,
            XDG_DATA_HOME=str(self.folder / "data"),
            XDG_CONFIG_HOME=str(self.folder / "config"),
            XDG_CACHE_HOME=str(self.folder / "cache"),
            GSETTINGS_SCHEMA_DIR=str(self.build / "data"),
            GSETTINGS_BACKEND="keyfile",
            BALIE_LOCALE_DIR=str(self.build / "po"),
            LANG="C.UTF-8",
            LC_MESSAGES="en_US.UTF-8",
            LC_ALL="",
            LOCPATH=str(self.build / "tests/support/locale"),
            LANGUAGE=language,
            **(environment or {}))
        self.process = None
        self.program = None
        self._make_folders(settings or {})

    def _make_folders(self, settings):
        """What windows look like stays as it is set for the display; the app's own settings are its own."""
        config = self.folder / "config"
        (config / "glib-2.0/settings").mkdir(parents=True, exist_ok=True)
        shutil.copytree(pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "gtk-4.0", config / "gtk-4.0", dirs_exist_ok=True)
        lines = [f"[{APPLICATION_ID.replace('.', '/')}]"] + [f"{key}={value}" for key, value in settings.items()]
        (config / "glib-2.0/settings/keyfile").write_text("\n".join(lines) + "\n")

    def start(self):
        with open(self.folder / "app.log", "a") as log:
            self.process = subprocess.Popen([str(self.build / "src/app/balie"), *self.options], env=self.environment, stdout=log, stderr=log)
        self.program = accessibility.Program(self.process.pid)
        wait_for("the app's window", self._has_window)
        return self

    def _has_window(self):
        self.check()
        return self.program.is_there() and self.program.windows()

    def check(self):
        if self.process.poll() is not None:
            raise Missing(f"the app ended with {self.process.returncode}; see {self.folder / 'app.log'}")

    def kill(self):
        """As a power cut does."""
        if self.process.poll() is None:
            self.process.kill()
            self._end()

    def quit(self):
        """As somebody does who closes the window."""
        if self.process is not None and self.process.poll() is None:
            self.act("app.quit")
            self._end()

    def _end(self):
        self.process.wait(timeout=PATIENCE)
        self.program.close()

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        if self.process.poll() is not None:
            return
        if kind is None:
            self.quit()
        else:
            self.kill()

    # -- looking

    def says(self, text, context=None):
        """A text of the app as it shows it: in its language, and without the mark of a mnemonic."""
        return self._translate(text, context).replace("_", "")

    def says_of(self, one, many, count):
        """The same of a text that depends on a number."""
        assert (one, 0) in self.texts, f"the app has no text “{one}”"
        return self.translation.ngettext(one, many, count).replace("_", "")

    def mnemonic(self, text):
        """The keys that stand for a text with a mnemonic."""
        return "alt+" + self._translate(text).partition("_")[2][0].lower()

    def _translate(self, text, context=None):
        """A text that the app does not have would be waited for in vain: every one has its translation, which tells."""
        key = f"{context}\x04{text}" if context else text
        assert key in self.texts or (key, 0) in self.texts, f"the app has no text “{text}”"
        return self.translation.pgettext(context, text) if context else self.translation.gettext(text)

    def nodes(self):
        self.check()
        return self.program.nodes()

    def print_shown(self, out):
        """What stands on it, for whoever looks for what went wrong; nothing when it runs not."""
        try:
            for node in self.nodes():
                if node.name or node.description:
                    print(f"{'Text' if 'Text' in node.interfaces else node.role}: “{node.name}” {node.description}", file=out)
        except (Missing, GLib.Error) as error:
            print(error, file=out)

    def find_all(self, interface, window=None):
        """What has that interface, maybe in the window with that title; the innermost and topmost first."""
        nodes = self.nodes()
        if window is not None:
            above = [node for node in nodes if node.name == window and node.parent and node.parent.path == accessibility.ROOT]
            nodes = [node for node in nodes if above and node.is_below(above[-1])]
        return [node for node in reversed(nodes) if interface in node.interfaces]

    def buttons(self, name, window=None):
        return [node for node in self.find_all("Action", window) if node.role in accessibility.BUTTONS and node.is_called(name)]

    def shows(self, text):
        """How many labels read just so: what stands there twice is doubled."""
        return sum(1 for node in self.nodes() if "Text" in node.interfaces and "EditableText" not in node.interfaces and node.name == text)

    def wait_text(self, text):
        wait_for(f"the text “{text}”", lambda: self.shows(text))

    def wait_no_text(self, text):
        wait_for(f"the text “{text}” to go", lambda: not self.shows(text))

    def has_window(self, title):
        return any(window.name == title for window in self.program.windows())

    def wait_window(self, title):
        wait_for(f"the window “{title}”", lambda: self.has_window(title))

    # -- keys

    def focus(self, title):
        """Gives the keys to the window with that title, as a window manager does when it comes."""
        def has_focus():
            names = {window: xdotool("getwindowname", window) for window in
                     xdotool("search", "--onlyvisible", "--pid", str(self.process.pid), "--name", ".").split()}
            for window in [window for window, name in names.items() if name == title]:
                if xdotool("getwindowfocus") == window:
                    return True
                xdotool("windowfocus", window)
            return False
        wait_for(f"“{title}” to get the keys", has_focus)

    def press(self, *keys):
        """Presses keys, such as `ctrl+n`, one after the other."""
        xdotool("key", "--clearmodifiers", *keys)

    def write(self, text):
        """Types plain text with the keyboard."""
        xdotool("type", "--delay", "0", "--", text)

    # -- doing

    def click(self, name, window=None):
        wait_for(f"“{name}” to be clicked",
                 lambda: any(node.press() for node in self.find_all("Action", window) if node.is_called(name)))

    def field(self, name, window=None):
        """The field with that name, once it is there."""
        return wait_for(f"the field “{name}”",
                        lambda: next((node for node in self.find_all("EditableText", window) if node.is_called(name)), None))

    def type(self, name, text, window=None):
        """Puts the text into the field with that name, in place of what is there."""
        wait_for(f"“{name}” to take a text", lambda: self.field(name, window).set_text(text))

    def send(self, name, text):
        """Writes into the field with that name and sends it, as its composer does; the field is empty when it has been taken."""
        self.type(name, text)

        def is_sent():
            field = self.field(name)
            if field.text() == "":
                return True
            while field is not None and not field.act("composer.send"):
                field = field.parent
            return False
        wait_for(f"“{name}” to be sent", is_sent)

    def run(self, action, window=None):
        """Runs an action of a widget or a window, such as `composer.send` or `window.close`."""
        wait_for(f"the action {action}", lambda: any(node.act(action) for node in self.find_all("Action", window)))

    def close(self, title):
        """Closes one of its windows."""
        wait_for(f"“{title}” to close", lambda: next(w for w in self.program.windows() if w.name == title).act("window.close"))
        wait_for(f"“{title}” to go", lambda: not self.has_window(title))

    def act(self, action, argument=None):
        """Runs an action by its full name, such as `win.ask-question` or `app.preferences`: what menus and shortcuts drive too."""
        group, name = action.split(".", 1)
        path = "/" + APPLICATION_ID.replace(".", "/") + ("/window/1" if group == "win" else "")
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        arguments = GLib.Variant("(sava{sv})", (name, [argument] if argument is not None else [], {}))

        def run():
            bus.call_sync(APPLICATION_ID, path, "org.gtk.Actions", "Activate", arguments, None, Gio.DBusCallFlags.NONE, -1, None)
            return True
        wait_for(f"the action {action}", run)


class Watchdog:
    """Ends this process when a run hangs as a whole, so that nothing outlives the tests."""

    def __init__(self, seconds):
        self.timer = threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGTERM))
        self.timer.daemon = True

    def __enter__(self):
        self.timer.start()

    def __exit__(self, *_):
        self.timer.cancel()
