#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A customer's way through the whole product, with a real server, a real keyring and the real app: journey.py BUILD english|dutch.

Whatever is killed in between, in the end the server has every text once and in order, and no secret stands anywhere.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import traceback

import driver

USERNAME = "j.visser"
PASSWORD = "canary-3Vq7-password"
TUESDAY = "2026-04-14T10:05:00+02:00"
TITLE = "Servicedesk – Balie"
LOGS = "balie-app balie-base balie-client balie-model balie-server"


def holds(folder, text):
    """The first file below the folder that holds that text in UTF-8. Files come and go meanwhile."""
    for path in pathlib.Path(folder).rglob("*"):
        try:
            if path.is_file() and text.encode() in path.read_bytes():
                return path
        except FileNotFoundError:
            continue
    return None


class Journey:
    """The steps in their order; the next begins where the one before has ended."""

    # GIO warns, too, because nobody shows notifications here; that is no fault of the app.
    warnings = rb"balie-\w+-WARNING"

    def __init__(self, build, folder, language):
        self.folder = folder
        self.server = driver.Server(build, folder / "server", "--clock", TUESDAY)
        self.server.add_account("customer", USERNAME, PASSWORD, "Jan Visser", "j.visser@example.nl")
        self.server.add_account("staff", "sanne", PASSWORD, "Sanne de Boer", "sanne@example.com")
        self.server.start()
        self.address = self.reach_server()
        self.app = driver.App(build, folder / "app", "--server", self.address, language=language,
                              environment={"G_MESSAGES_DEBUG": LOGS, "G_DEBUG": "fatal-criticals"})
        self.app.start()
        self.staff = driver.Person(self.server, "sanne", PASSWORD)
        self.secrets = [PASSWORD, self.staff.token]
        self.chat = None
        self.request = None
        self.written = {}

    def reach_server(self):
        """Returns where the app finds the server."""
        return self.server.address

    def end(self):
        self.app.kill()
        self.server.stop()

    # -- what is asked again and again

    def kept_login(self):
        """What the keyring holds of the customer, if anything."""
        command = ["secret-tool", "search", "xdg:schema", driver.APPLICATION_ID, "server", self.address, "username", USERNAME]
        printed = subprocess.run(command, capture_output=True, text=True, timeout=driver.PATIENCE).stdout
        found = re.search(r"^secret = (.*)$", printed, re.MULTILINE)
        return found and json.loads(found[1])

    def private_texts(self):
        """What no log may tell."""
        return [text for texts in self.written.values() for text in texts]

    def caches(self):
        return list((self.folder / "app/data").rglob("*.db*"))

    def send(self, conversation, field, text):
        self.app.send(field, text)
        self.written.setdefault(conversation, []).append(text)

    def answer(self, conversation, text):
        self.staff.say(conversation, text)
        self.written.setdefault(conversation, []).append(text)

    def wait_arrived(self, conversation):
        """Waits until the server has as many texts as were written; whether they are the same is seen in the end."""
        expected = self.written[conversation]
        driver.wait_for(f"“{expected[-1]}” to arrive", lambda: len(self.staff.texts(conversation)) >= len(expected))

    def restart_app(self):
        """Starts it again; it signs in by itself."""
        self.app.start()
        self.app.wait_window(TITLE)

    # -- the steps

    def refuse_wrong_password(self):
        app = self.app
        app.type("User Name", USERNAME)
        app.type("Password", PASSWORD + "-not")
        app.click("Sign In")
        app.wait_text("The user name or the password is not right.")
        assert app.field("User Name").text() == USERNAME
        assert len(app.field("Password").text()) == len(PASSWORD + "-not")
        assert self.kept_login() is None

    def sign_in(self):
        self.app.type("Password", PASSWORD)
        self.app.click("Sign In")
        self.app.wait_window(TITLE)
        self.app.wait_text("No Requests Yet")

    def keep_login(self):
        login = driver.wait_for("the login in the keyring", self.kept_login)
        assert login["password"] == PASSWORD
        self.secrets.append(login["token"])

    def chat_both_ways(self):
        self.chat = next(found["id"] for found in self.staff.conversations() if found["kind"] == "chat")
        self.send(self.chat, "Write a message…", "Goedemorgen, is daar iemand? ☕")
        self.wait_arrived(self.chat)
        self.staff.type(self.chat)
        self.app.wait_text("Sanne is typing…")
        self.answer(self.chat, "Hello Jan, <b>yes</b> & here I am")
        self.app.wait_text("Hello Jan, <b>yes</b> & here I am")
        self.app.wait_no_text("Sanne is typing…")

    def ask_question(self):
        app = self.app
        app.act("win.ask-question")
        app.type("Subject", "Second administrator", "Ask a Question")
        app.type("What would you like to know?", "How do I add one?", "Ask a Question")
        app.run("dialog.send", "Ask a Question")
        found = driver.wait_for("the request at the desk", lambda: [c for c in self.staff.conversations() if c["kind"] == "question"])
        assert [c["subject"] for c in found] == ["Second administrator"]
        self.request = found[0]["id"]
        self.written[self.request] = ["How do I add one?"]
        app.wait_text(f"#{found[0]['number']}")
        self.answer(self.request, "Under Settings, Users.")
        app.wait_text("Under Settings, Users.")
        self.send(self.request, "Write an answer…", "Found it.")
        self.wait_arrived(self.request)
        app.act("win.back")

    def kill_app_with_draft_and_waiting_message(self):
        self.server.pause()
        self.send(self.chat, "Write a message…", "sent while the server stood still")
        self.app.wait_text("Waiting to be sent")
        self.app.type("Write a message…", "begun, and not sent")
        driver.wait_for("the draft on disk", lambda: holds(self.folder / "app/data", "begun, and not sent"))
        self.app.kill()
        self.server.go_on()
        self.restart_app()
        driver.wait_for("the draft", lambda: self.app.field("Write a message…").text() == "begun, and not sent")
        self.wait_arrived(self.chat)
        self.send(self.chat, "Write a message…", "begun, and sent now")
        self.wait_arrived(self.chat)

    def kill_both(self):
        self.server.kill()
        for number in range(3):
            self.send(self.chat, "Write a message…", f"sent without a server {number}")
        driver.wait_for("the last one on disk", lambda: holds(self.folder / "app/data", "sent without a server 2"))
        self.app.kill()
        self.restart_app()
        self.app.wait_text("sent without a server 2")
        self.server.start()
        self.wait_arrived(self.chat)

    def kill_server_in_the_middle(self):
        for number in range(5):
            self.send(self.chat, "Write a message…", f"sent as the server died {number}")
            self.server.kill()
            self.server.start()
        self.wait_arrived(self.chat)
        self.answer(self.chat, "All have come.")
        self.app.wait_text("All have come.")

    def lose_nothing(self):
        for conversation, texts in self.written.items():
            assert self.staff.texts(conversation) == texts, (self.staff.texts(conversation), texts)
        for text in self.written[self.chat]:
            assert self.app.shows(text) == 1, f"the app shows “{text}” {self.app.shows(text)} times"

    def tell_nobody(self):
        self.secrets.append(self.kept_login()["token"])
        for folder in (self.folder, pathlib.Path(os.environ["HOME"]).parent):
            for secret in self.secrets:
                assert not holds(folder, secret), f"a secret stands in {holds(folder, secret)}"
        for log in (self.folder / "app/app.log", self.folder / "server/server.log"):
            assert log.stat().st_size > 0, f"{log} is empty"
            assert not re.search(self.warnings, log.read_bytes()), f"a warning stands in {log}"
            for text in self.private_texts():
                assert text.encode() not in log.read_bytes(), f"“{text}” stands in {log}"

    def sign_out(self):
        assert self.caches()
        self.app.act("win.sign-out")
        self.app.click("Sign Out", "Sign Out?")
        self.app.wait_window("Balie")
        self.app.field("Password")
        driver.wait_for("the cache to go", lambda: not self.caches())
        driver.wait_for("the login to go", lambda: self.kept_login() is None)

    def speak_dutch(self):
        app = self.app
        app.type("Gebruikersnaam", USERNAME)
        app.type("Wachtwoord", PASSWORD)
        app.click("Aanmelden")
        app.wait_window(TITLE)
        app.wait_text("Nog geen meldingen")
        app.field("Schrijf een bericht…")
        app.act("win.desk-menu")
        app.wait_text("en om hulp vragen")


LANGUAGES = {"english": "en", "dutch": "nl"}

STEPS = {
    "english": ["refuse_wrong_password", "sign_in", "keep_login", "chat_both_ways", "ask_question", "kill_app_with_draft_and_waiting_message",
                "kill_both", "kill_server_in_the_middle", "lose_nothing", "tell_nobody", "sign_out"],
    "dutch": ["speak_dutch"],
}


def run(journey_class, build, language, steps):
    """Takes the steps, and reports them as tests."""
    print(f"1..{len(steps)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="balie-journey-") as folder, driver.Watchdog(230):
        journey = journey_class(build, pathlib.Path(folder), language)
        try:
            for number, step in enumerate(steps, 1):
                getattr(journey, step)()
                print(f"ok {number} {step.replace('_', ' ')}", flush=True)
        except Exception:
            print(f"not ok {number} {step.replace('_', ' ')}")
            print("Bail out!", flush=True)
            traceback.print_exc()
            journey.app.print_shown(sys.stderr)
            sys.stderr.write((journey.folder / "app/app.log").read_text()[-4000:])
            sys.exit(1)
        finally:
            journey.end()


if __name__ == "__main__":
    run(Journey, sys.argv[1], LANGUAGES[sys.argv[2]], STEPS[sys.argv[2]])
