#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A customer's way with one request, from the first word to the follow-up: request-journey.py BUILD english|dutch.

It has files, the network is lost while they are on their way, and both programs are killed. The desk has it once and whole all the
same, and it goes on until it is closed. Keys and accessibility drive the app; the desk's side is the server's API.
"""

import errno
import getpass
import hashlib
import os
import pathlib
import random
import re
import socket
import struct
import subprocess
import sys
import zlib

import accessibility
import driver
import journey
import network
import notifications

SUBJECT = "Export stops at 500 lines"
DESCRIPTION = "Since this morning the export of October stops halfway. I expected all 1240 lines."
QUESTION = "Could you send us the marmalade log? It stands beside the program."
ANSWER = "Here it is."
ADVICE = "Like this picture, and step by step in the text."
COMMENT = "quick, and friendly"
FOLLOW_UP = "It stops again, at 700 lines now"
FOLLOW_UP_TEXT = "As before, with all that is said there."

OFFLINE = "No connection. You can read and write; what you send goes out as soon as there is one."

MEGA = 1000 * 1000
LARGE = 30 * MEGA
TOO_LARGE = 210 * MEGA
HALFWAY = 14 * MEGA

# What a client sends at once at most, and what may be sent again of each of the uploads that run when a connection is lost.
CHUNK = 4194304
N_UPLOADS = 2

ORIGIN = "user.xdg.origin.url"


def make_picture(width, height):
    """Returns a PNG that is blue all over."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = (b"\0" + b"\x35\x84\xe4" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def read_origin(path):
    """Where a file comes from, if its file system can tell at all."""
    try:
        return os.getxattr(path, ORIGIN).decode()
    except OSError as error:
        if error.errno == errno.ENOTSUP:
            return None
        raise


class RequestJourney(journey.Journey):
    """The steps in their order; the next begins where the one before has ended."""

    warnings = rb"WARNING"

    def __init__(self, build, folder, language):
        self.build = build
        self.desktop = notifications.Notifications()
        self.network = None
        super().__init__(build, folder, language)
        self.files = {}

    def reach_server(self):
        self.network = network.Network(self.server.port)
        return self.network.address

    def end(self):
        super().end()
        self.network.end()
        self.desktop.end()

    def private_texts(self):
        return super().private_texts() + [SUBJECT, FOLLOW_UP, COMMENT, *self.files]

    # -- what is done again and again

    def make_file(self, name, content):
        """Returns its path; the desk must get it as it is now."""
        path = self.folder / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        self.files[name] = hashlib.sha256(content).hexdigest()
        return path

    def choose(self, dialog, path):
        """Names a file in a file chooser, with the keyboard."""
        self.app.wait_window(dialog)
        self.app.focus(dialog)
        self.app.press("ctrl+a")
        self.app.write(str(path))
        self.app.press("Return")
        driver.wait_for(f"“{dialog}” to go", lambda: not self.app.has_window(dialog))

    def attach(self, window, path):
        """Adds a file to what is written in that window."""
        self.app.focus(window)
        self.app.press("ctrl+shift+a")
        self.choose(self.app.says("Add Files"), path)
        self.app.wait_text(path.name)

    def paste(self, window, *paths):
        """Copies files as a file manager does, and pastes them into the window."""
        copier = subprocess.Popen([pathlib.Path(self.build) / "tests/end-to-end/copier", *paths],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert copier.stdout.readline() == "copied\n"
        self.app.focus(window)
        self.app.press("ctrl+v")
        for path in paths:
            self.app.wait_text(path.name)
        copier.communicate(timeout=driver.PATIENCE)

    def why_not_sent(self, window):
        """What the button to send says of itself."""
        return next((node.description for node in self.app.buttons(self.app.says("_Send"), window)), None)

    def title(self, n_waiting=0):
        """Of the main window."""
        desk = "Servicedesk"
        if n_waiting:
            return self.app.says("(%u) %s – %s") % (n_waiting, desk, "Balie")
        return self.app.says("%s – %s") % (desk, "Balie")

    def rows(self):
        """The requests in the list, as a screen reader tells them, from the top."""
        nodes = self.app.nodes()
        lists = [node for node in nodes if node.role == accessibility.LIST and node.name == self.app.says("Your requests")]
        return [node.name for node in nodes if node.role == accessibility.LIST_ITEM and lists and node.is_below(lists[0])]

    def wait_rows(self, *subjects):
        """Waits until just these requests are shown, in this order."""
        def is_shown():
            rows = self.rows()
            return len(rows) == len(subjects) and all(subject in row for row, subject in zip(rows, subjects))
        driver.wait_for(f"the list to show just {subjects}", is_shown)

    def requests(self):
        """All at the desk."""
        return [found for found in self.staff.conversations() if found["kind"] != "chat"]

    def own_request(self):
        return self.staff.conversation(self.request)

    def assert_files(self, message, *names):
        """The desk has just these files, byte for byte."""
        found = {attachment["name"]: hashlib.sha256(self.staff.download(attachment["id"])).hexdigest() for attachment in message["attachments"]}
        assert found == {name: self.files[name] for name in names}, found

    def assert_impersonal(self, text):
        """Whoever gives technical details does not tell who and where he is."""
        for personal in (journey.USERNAME, "Visser", getpass.getuser(), socket.gethostname(), os.environ["HOME"], str(self.folder)):
            assert not re.search(rf"(?<!\w){re.escape(personal)}(?!\w)", text), f"“{personal}” stands in “{text}”"

    # -- the steps

    def sign_in(self):
        self.app.type(self.app.says("User Name"), journey.USERNAME)
        self.app.type(self.app.says("Password"), journey.PASSWORD)
        self.app.click(self.app.says("_Sign In"))
        self.app.wait_window(self.title())
        self.app.wait_text(self.app.says("No Requests Yet"))
        driver.wait_for("the login in the keyring", self.kept_login)

    def write_report(self):
        app, dialog = self.app, self.app.says("Report a Problem")
        app.focus(self.title())
        app.press("ctrl+shift+n")
        app.wait_window(dialog)
        app.type(app.says("Subject"), SUBJECT, dialog)
        driver.wait_for("a word on what is missing", lambda: self.why_not_sent(dialog) == app.says("Describe the problem first"))
        app.type(app.says("What happened, and what did you expect?"), DESCRIPTION, dialog)
        driver.wait_for("nothing to be missing", lambda: self.why_not_sent(dialog) == "")

    def attach_files(self):
        app, dialog = self.app, self.app.says("Report a Problem")
        self.attach(dialog, self.make_file("export.csv", b"number;amount\n" * 500))

        too_large = self.folder / "files/backup.img"
        with open(too_large, "wb") as file:
            file.truncate(TOO_LARGE)
        before = self.network.sent()
        self.attach(dialog, too_large)
        size, limit = (app.says("%s MB", "size") % number for number in ("210", "105"))
        app.wait_text(app.says("%s is more than the %s that one file may have") % (size, limit))
        reason = app.says_of("First remove the file that cannot be sent", "First remove the files that cannot be sent", 1)
        driver.wait_for("a word on what cannot be sent", lambda: self.why_not_sent(dialog) == reason)
        too_large.unlink()
        app.click(app.says("Remove %s") % too_large.name, dialog)
        app.wait_no_text(too_large.name)
        driver.wait_for("nothing in the way", lambda: self.why_not_sent(dialog) == "")
        assert self.network.sent() - before < MEGA

    def paste_files_halfway(self):
        """The large one stands still in the middle; how far it is stands in its row."""
        dialog = self.app.says("Report a Problem")
        large = self.make_file("trace.bin", random.Random(7).randbytes(LARGE))
        small = self.make_file("screen.png", make_picture(48, 32))
        self.network.stand_still_after(HALFWAY)
        self.paste(dialog, small, large)
        driver.wait_for("the network to stand still", self.network.stands_still)
        part = re.escape(self.app.says("%s of %s MB", "size")).replace("%s", r"(\d+\.\d)", 1).replace("%s", r"30\.0")
        driver.wait_for("how far the file is", lambda: [
            node for node in self.app.nodes() if re.match(part, node.name) and float(re.match(part, node.name)[1]) > 0])

    def include_details(self):
        app, dialog, details = self.app, self.app.says("Report a Problem"), self.app.says("Technical Details")
        app.focus(dialog)
        app.press(app.mnemonic("Include _technical details of this computer"))
        app.click(app.says("See What Is Sent"), dialog)
        app.wait_window(details)
        shown = "\n".join(node.name for node in app.find_all("Text", details))
        assert "Balie" in shown
        self.assert_impersonal(shown)
        app.focus(details)
        app.press("Escape")
        driver.wait_for("the details to close", lambda: not app.has_window(details))

    def send_and_lose_everything(self):
        app, dialog = self.app, self.app.says("Report a Problem")
        app.focus(dialog)
        app.press("ctrl+Return")
        driver.wait_for("the dialog to close", lambda: not app.has_window(dialog))
        app.wait_text(app.says("Waiting to be sent"))
        app.focus(self.title())
        app.press("alt+Left")
        waiting = app.says("Waiting to be sent · %s") % (app.says("You: %s") % DESCRIPTION)
        app.wait_text(waiting)
        self.network.lose()
        app.wait_text(app.says(OFFLINE))
        app.wait_text(waiting)
        app.kill()
        assert not self.requests()
        self.server.kill()
        self.server.start()

    def arrive_once(self):
        self.app.start()
        self.app.wait_window(self.title())
        self.app.wait_text(SUBJECT)
        self.network.come_back()
        self.app.wait_no_text(self.app.says(OFFLINE))
        found = driver.wait_for("the request at the desk", self.requests)
        self.request = found[0]["id"]
        self.app.wait_text(self.app.says("#%s · %s") % (found[0]["number"], self.app.says("Request received")))
        assert [request["subject"] for request in self.requests()] == [SUBJECT]
        message, = self.staff.messages(self.request)
        assert message["text"] == DESCRIPTION
        self.assert_files(message, "export.csv", "screen.png", "trace.bin")
        details = {detail["name"]: detail["value"] for detail in message["diagnostics"]}
        assert details["app"].startswith("Balie")
        self.assert_impersonal("\n".join(details.values()))
        assert self.network.sent() < LARGE + N_UPLOADS * CHUNK + MEGA, f"{self.network.sent()} bytes were sent in all"
        self.written[self.request] = [DESCRIPTION]

    def ask_for_more(self):
        app = self.app
        self.staff.change(self.request, assignee=self.staff.account["id"], status="in_progress")
        self.staff.say(self.request, QUESTION)
        self.staff.change(self.request, status="waiting")
        self.written[self.request].append(QUESTION)
        note = driver.wait_for("the notification", lambda: self.desktop.find(self.request))
        assert note["title"] == "Sanne de Boer" and note["body"] == QUESTION, note
        app.wait_window(self.title(1))
        app.wait_text(app.says("Waiting for you"))
        driver.wait_for("the request to be told as waiting", lambda: [row for row in self.rows() if app.says("Waiting for you", "status") in row])

    def open_from_list(self):
        app = self.app
        app.focus(self.title(1))
        app.press("ctrl+f", "Tab", "Tab", "Return")
        app.wait_text(QUESTION)
        driver.wait_for("the notification to go", lambda: not self.desktop.find(self.request))

    def answer_with_file(self):
        app, field = self.app, self.app.says("%s asked you for more information. Write your answer…") % "Sanne"
        log = self.make_file("marmalade.log", random.Random(8).randbytes(300000))
        app.type(field, ANSWER)
        self.attach(self.title(1), log)
        app.focus(self.title(1))
        app.press("ctrl+Return")
        self.written[self.request].append(ANSWER)
        message = driver.wait_for("the answer at the desk", lambda: self.staff.messages(self.request)[2:])[0]
        assert message["text"] == ANSWER
        self.assert_files(message, "marmalade.log")
        driver.wait_for("the request to go on", lambda: self.own_request()["status"] != "waiting")
        app.wait_window(self.title())

    def receive_files(self):
        app = self.app
        text = b"#!/bin/sh\necho one\n"
        advice = [self.staff.upload("look.png", "image/png", make_picture(48, 32)), self.staff.upload("steps.txt", "text/plain", text)]
        self.staff.say(self.request, ADVICE, advice)
        self.written[self.request].append(ADVICE)
        app.wait_text(ADVICE)
        driver.wait_for("the picture", lambda: any(node.width() > 0 for node in app.buttons(app.says("Open picture %s") % "look.png")))
        size = app.says_of("%u byte", "%u bytes", len(text)) % len(text)
        chip = driver.wait_for("the file", lambda: app.buttons(app.says("Open file %s, %s") % ("steps.txt", size)))[0]
        saved = self.folder / "files/saved.txt"
        assert chip.act_upwards("file.save")
        self.choose(app.says("Save File"), saved)
        driver.wait_for("the file to be saved", lambda: saved.exists() and saved.read_bytes() == text)
        assert saved.stat().st_mode & 0o111 == 0, oct(saved.stat().st_mode)
        assert read_origin(saved) in (f"{self.address}/v1/attachments/{advice[1]}", None)

    def rate_and_reopen(self):
        app = self.app
        self.staff.change(self.request, status="solved")
        app.wait_text(app.says("Solved", "status"))
        app.click(app.says("%d of %d") % (4, 5))
        app.type(app.says("Comment"), COMMENT)
        app.click(app.says("Send _Rating"))
        app.wait_text(app.says("Thank you for your rating."))
        request = self.own_request()
        assert (request["status"], request["rating"], request["rating_comment"]) == ("solved", 4, COMMENT), request
        app.click(app.says("_Reopen"))
        driver.wait_for("the request to be open at the desk", lambda: self.own_request()["status"] == "open")
        app.wait_no_text(app.says("Solved", "status"))
        assert self.own_request()["rating"] == 4

    def follow_up(self):
        app = self.app
        self.staff.change(self.request, status="solved")
        self.staff.change(self.request, status="closed")
        dialog, number = app.says("Report a Problem"), self.own_request()["number"]
        app.click(app.says("Ask a _Follow-Up"))
        app.wait_window(dialog)
        app.wait_text(app.says("Follows #%s: %s") % (number, SUBJECT))
        app.type(app.says("Subject"), FOLLOW_UP, dialog)
        app.type(app.says("What happened, and what did you expect?"), FOLLOW_UP_TEXT, dialog)
        app.focus(dialog)
        app.press("ctrl+Return")
        found = driver.wait_for("the follow-up at the desk", lambda: [r for r in self.requests() if r["subject"] == FOLLOW_UP])
        assert [request["follows"] for request in found] == [self.request]
        app.wait_text(f"#{found[0]['number']}")
        app.wait_text(app.says("Follows #%s: %s") % (number, SUBJECT))
        self.written[found[0]["id"]] = [FOLLOW_UP_TEXT]

    def search_offline(self):
        app = self.app
        self.network.lose()
        app.wait_text(app.says(OFFLINE))
        app.focus(self.title())
        app.press("ctrl+f")
        self.wait_rows(FOLLOW_UP, SUBJECT)
        app.write("marmal")
        self.wait_rows(SUBJECT)
        app.press("ctrl+a", "BackSpace")
        self.wait_rows(FOLLOW_UP, SUBJECT)

    def filter_by_status(self):
        app = self.app
        for n_down, rows in ((3, (SUBJECT,)), (2, (FOLLOW_UP,)), (1, ()), (0, (FOLLOW_UP, SUBJECT))):
            app.press("ctrl+shift+f", *["Down"] * n_down, "Return")
            self.wait_rows(*rows)

    def lose_nothing(self):
        self.network.come_back()
        assert {request["subject"] for request in self.requests()} == {SUBJECT, FOLLOW_UP}
        for conversation, texts in self.written.items():
            assert self.staff.texts(conversation) == texts, (self.staff.texts(conversation), texts)


STEPS = ["sign_in", "write_report", "attach_files", "paste_files_halfway", "include_details", "send_and_lose_everything", "arrive_once",
         "ask_for_more", "open_from_list", "answer_with_file", "receive_files", "rate_and_reopen", "follow_up", "search_offline",
         "filter_by_status", "lose_nothing", "tell_nobody"]

if __name__ == "__main__":
    journey.run(RequestJourney, sys.argv[1], journey.LANGUAGES[sys.argv[2]], STEPS)
