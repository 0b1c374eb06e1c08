#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes a picture of every screen of the app in one language, style and width: tour.py BUILD PICTURES LANGUAGE STYLE WIDTH.

The screen is MARGIN wider and higher on each side than the window. Both are made by `tour`, beside this.
"""

import ctypes
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from gi.repository import GLib

import driver

WINDOWS = {"wide": (1120, 740), "narrow": (360, 720)}
MARGIN = 28
BACKGROUND = 0xC8CCD1

USERNAME = "j.visser"
PASSWORD = "welkom-bij-balie"
OPEN = "2026-04-14T10:20:00+02:00"
BEFORE_HOLIDAY = "2026-04-03T10:20:00+02:00"
HOLIDAY = "2026-04-06T11:20:00+02:00"

# What a person types, in the language of that person.
TYPED = {
    "en": {
        "subject": "Can I change the due date of an invoice?",
        "question": "It has been sent already, and the customer asks for two more weeks.",
        "problem subject": "Totals differ between list and invoice",
        "problem": "The list shows 121.00 for invoice 2026-0312, the invoice itself 118.58. I expected the same amount.",
        "chat": "Can I change the due date of an invoice that has been sent?",
    },
    "nl": {
        "subject": "Kan ik de vervaldatum van een factuur wijzigen?",
        "question": "Hij is al verstuurd, en de klant vraagt om twee weken extra.",
        "problem subject": "Totaal in de lijst klopt niet met de factuur",
        "problem": "De lijst toont 121,00 voor factuur 2026-0312, de factuur zelf 118,58. Ik verwachtte hetzelfde bedrag.",
        "chat": "Kan ik de vervaldatum wijzigen van een factuur die al verstuurd is?",
    },
}


class Desktop:
    """The rest of the desktop: a clipboard, and a portal that takes screenshots."""

    def __init__(self, picture):
        self.process = subprocess.Popen(["/usr/bin/python3", str(pathlib.Path(__file__).with_name("desktop.py")), str(picture)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def copy(self, *files):
        """As a file manager does; they can be pasted when this returns."""
        print("\t".join(str(file) for file in files), file=self.process.stdin, flush=True)
        self.process.stdout.readline()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=driver.PATIENCE)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, timeout=driver.PATIENCE).stdout


class Screen:
    """A plain background, and a word to the toolkit that windows draw their own shadows here, as a window manager would say."""

    def __init__(self, width, height):
        self.x11 = ctypes.CDLL("libX11.so.6")
        for function in (self.x11.XOpenDisplay, self.x11.XDefaultRootWindow, self.x11.XInternAtom, self.x11.XCreateSimpleWindow):
            function.restype = ctypes.c_void_p
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))
        self.root = ctypes.c_void_p(self.x11.XDefaultRootWindow(self.display))
        window = ctypes.c_void_p(self.x11.XCreateSimpleWindow(self.display, self.root, 0, 0, width, height, 0, 0, BACKGROUND))
        self.x11.XMapWindow(self.display, window)
        self._set_root_property(b"_NET_SUPPORTING_WM_CHECK", b"WINDOW", self.root.value)
        self._set_root_property(b"_NET_SUPPORTED", b"ATOM", self._atom(b"_GTK_FRAME_EXTENTS"))
        self.x11.XSync(self.display, False)
        run("xdotool", "mousemove", str(width - 1), str(height - 1))

    def _atom(self, name):
        return self.x11.XInternAtom(self.display, name, False)

    def _set_root_property(self, name, kind, value):
        data = ctypes.byref(ctypes.c_ulong(value))
        self.x11.XChangeProperty(self.display, self.root, ctypes.c_void_p(self._atom(name)), ctypes.c_void_p(self._atom(kind)), 32, 0, data, 1)


def make_files(folder):
    """One of each sort: a picture, one that takes a while, one that is too large."""
    folder.mkdir()
    picture, log, large = folder / "screenshot.png", folder / "export-2026-10.log", folder / "database.bak"
    run("convert", "-size", "960x600", "gradient:#9cc3f0-#e0a0dc", "-fill", "#f6f5f4", "-draw", "roundrectangle 60,60 900,540 16,16",
        "-fill", "#3584e4", "-draw", "roundrectangle 100,110 420,150 8,8", "-fill", "#deddda", "-draw", "rectangle 100,190 860,210",
        "-draw", "rectangle 100,240 760,260", "-draw", "rectangle 100,290 820,310", str(picture))
    for file, size in ((log, 48_000_000), (large, 2_100_000_000)):
        with open(file, "wb") as out:
            out.truncate(size)
    return picture, log, large


class Tour:
    def __init__(self, build, pictures, language, style, width):
        self.build = build
        self.pictures = pictures
        self.language = language
        self.style = style
        self.width = width
        self.size = WINDOWS[width]
        self.typed = TYPED[language]
        self.app = None
        self.desktop = None
        self.files = ()

    def start_app(self, folder, server):
        width, height = self.size
        self.app = driver.App(
            self.build, folder, "--server", server.address, "--username", USERNAME, language=self.language,
            environment={"ADW_DEBUG_COLOR_SCHEME": f"prefer-{self.style}", "TZ": "Europe/Amsterdam"},
            settings={"window-width": width, "window-height": height})
        return self.app

    # -- windows

    def windows(self):
        """The app's windows on the screen, in the order in which they came."""
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.app.process.pid), "--name", "."],
                               capture_output=True, text=True, timeout=driver.PATIENCE).stdout.split()
        return sorted(found, key=int)

    def place(self, window):
        """Puts the middle of what the window shows, without its shadow, into the middle of the screen, and the keys into it."""
        def extents():
            return re.findall(rb"\d+", run("xprop", "-id", window, "_GTK_FRAME_EXTENTS").partition(b"=")[2])
        left, right, top, bottom = (int(value) for value in driver.wait_for("the window's shadow", extents))
        geometry = run("xdotool", "getwindowgeometry", "--shell", window).decode()
        width, height = (int(value) for value in re.findall(r"^(?:WIDTH|HEIGHT)=(\d+)$", geometry, re.MULTILINE))
        x = (self.size[0] + 2 * MARGIN - (width - left - right)) // 2 - left
        y = (self.size[1] + 2 * MARGIN - (height - top - bottom)) // 2 - top
        run("xdotool", "windowmove", window, str(x), str(y))
        run("xdotool", "windowfocus", window)

    def shoot(self, name):
        """Takes the picture when the screen stands still."""
        def still():
            before, self.last = self.last, run("import", "-window", "root", "png:-")
            return before == self.last
        self.last = None
        driver.wait_for("the screen to stand still", still)
        (self.pictures / f"{self.language}-{self.style}-{self.width}-{name}.png").write_bytes(self.last)

    def shoot_window(self, name, open_window, fill=None, close=None):
        """A picture of a window that `open_window` brings."""
        before = set(self.windows())
        titles = {window.name for window in self.app.program.windows()}
        open_window()
        window = driver.wait_for(f"the window for {name}", lambda: set(self.windows()) - before).pop()
        title = driver.wait_for(
            f"the title for {name}", lambda: [w.name for w in self.app.program.windows() if w.name not in titles])[0]
        self.place(window)
        self.shoot(name)
        if fill is not None:
            fill(title)
            self.shoot(f"{name}-filled")
        if close is not None:
            close(title)
            driver.wait_for(f"“{title}” to go", lambda: not self.app.has_window(title))
        else:
            self.app.close(title)
        driver.wait_for(f"{name} to go", lambda: window not in self.windows())

    # -- the way through the app

    def sign_in(self, picture=False):
        app = self.app
        driver.wait_for("the window", self.windows)
        self.place(self.windows()[0])
        app.wait_text("Acme Software")
        if picture:
            self.shoot("sign-in")
            app.type(app.says("Password"), "not-the-password")
            app.click(app.says("_Sign In"))
            app.wait_text(app.says("The user name or the password is not right."))
            self.shoot("sign-in-error")
        app.type(app.says("Password"), PASSWORD)
        app.click(app.says("_Sign In"))
        app.wait_text("Invoice export stops at 500 lines")

    def show_chat(self, is_open):
        """Waits until the chat is there, or only the button for it."""
        fold = self.app.says("Fold the chat") if self.width == "wide" else self.app.says("Back")

        def is_there():
            return any(node.description == fold for node in self.app.nodes())
        if is_there() != is_open:
            self.app.act("win.toggle-chat")
            driver.wait_for("the chat to open or fold", lambda: is_there() == is_open)

    def show_home(self):
        self.show_chat(False)
        self.shoot("home")
        self.show_chat(True)
        self.app.wait_text("Great. Until next time!")
        self.shoot("home-chat")
        if self.width == "narrow":
            self.show_chat(False)

    def show_menus(self):
        self.app.act("win.desk-menu")
        self.app.wait_text(self.app.says("and ask for assistance"))
        self.shoot("desk-menu")
        self.close_menu(self.app.says("and ask for assistance"))
        self.app.click(self.app.says("Your account"))
        self.app.wait_text("j.visser@example.nl")
        self.shoot("account-menu")
        self.close_menu("j.visser@example.nl")

    def close_menu(self, text):
        run("xdotool", "key", "Escape")
        self.app.wait_no_text(text)

    def show_request(self, server):
        person = driver.Person(server, USERNAME, PASSWORD)
        request = next(found for found in person.conversations() if found.get("number") == 1042)
        app = self.app
        prompt = app.translation.gettext("%s asked you for more information. Write your answer…") % "Sanne"
        self.open_request(request, "#1042")
        self.shoot("request")
        self.paste(prompt, *self.files[:2])
        app.type(prompt, self.typed["problem"])
        self.wait_uploaded(2)
        self.shoot("request-composing")
        app.run("composer.send")
        driver.wait_for("the answer to be sent", lambda: len(person.texts(request["id"])) == 3)
        self.shoot("request-files")
        app.run("request.solve")
        app.wait_text(app.says("How were you helped?"))
        self.shoot("request-solved")
        app.click(app.translation.gettext("%d of %d") % (4, 5))
        app.wait_text(app.says("Send _Rating"))
        self.shoot("request-rating")
        app.act("win.back")
        app.wait_no_text("#1042")

        self.open_request(next(found for found in person.conversations() if found.get("number") == 1003), "#1003")
        self.shoot("request-closed")
        self.shoot_window("follow-up", lambda: app.click(app.says("Ask a _Follow-Up")))
        app.act("win.back")
        app.wait_no_text("#1003")

    def open_request(self, request, number):
        self.app.act("win.open-conversation", GLib.Variant("s", request["id"]))
        self.app.wait_text(number)

    def show_chat_files(self):
        app = self.app
        self.show_chat(True)
        self.paste(app.says("Write a message…"), *self.files[:2])
        self.wait_uploaded(2)
        self.shoot("chat-composing")
        app.run("composer.send")
        self.wait_part("screenshot.png")
        self.shoot("chat-files")
        self.show_chat(False)

    def paste(self, name, *files, window=None):
        """Into the field with that name."""
        self.desktop.copy(*files)
        driver.wait_for(f"“{name}” to take files", lambda: self.app.field(name, window).act("clipboard.paste"))

    def wait_part(self, text):
        """Waits for a label that holds that text among others."""
        driver.wait_for(f"“{text}”", lambda: any(text in node.name for node in self.app.nodes()))

    def wait_uploaded(self, count):
        """Waits until that many files that are added are on the server."""
        uploaded = self.app.translation.gettext("%s · uploaded").partition("%s")[2]
        driver.wait_for(f"{count} files to be there", lambda: sum(1 for node in self.app.nodes() if node.name.endswith(uploaded)) >= count)

    def show_help(self):
        def open_first(title):
            self.shoot_window("help-article", lambda: run("xdotool", "key", "Tab", "Return"))
        self.shoot_window("help", lambda: self.app.act("win.help-articles"), open_first)

    def show_finding(self):
        app = self.app
        search = app.says("Search your requests")
        app.act("win.filter")
        self.shoot("filter")
        run("xdotool", "key", "Escape")
        app.type(search, "browsers work")
        app.wait_text("Which browsers do you support?")
        self.shoot("search")
        app.type(search, "qwertyuiop")
        app.wait_text(app.says("_Clear the Search"))
        self.shoot("search-empty")
        app.type(search, "")
        app.wait_text("Invoice export stops at 500 lines")

    def show_files(self, server):
        """The dialog with one file that is there, one on its way, one that may not go."""
        app = self.app
        picture, log, large = self.files
        prompt = app.says("What happened, and what did you expect?")

        def fill(title):
            app.type(app.says("Subject"), "Invoice export stops", title)
            self.wait_part(app.says("Hide These Suggestions"))
            self.shoot("problem-suggestions")
            app.click(app.says("Hide These Suggestions"))
            app.type(prompt, self.typed["problem"], title)
            self.paste(prompt, picture, window=title)
            self.wait_uploaded(1)
            server.pause()
            self.paste(prompt, log, large, window=title)
            self.wait_part(app.translation.gettext("%s is more than the %s that one file may have").rpartition("%s")[2])
            self.shoot("problem-files")
            self.shoot_window("details", lambda: app.click(app.says("See What Is Sent")))
            self.shoot_window("screenshot", lambda: app.click(app.says("Screenshot")))

        def close(title):
            server.go_on()
            app.close(title)
        self.shoot_window("problem-again", lambda: app.act("win.report-problem"), fill, close)
        self.shoot("home-drafts")
        app.wait_no_text(app.says("What you wrote is kept. It is there when you open this again."))

    def show_dialogs(self):
        app = self.app

        def fill_in(prompt, subject, text):
            def fill(title):
                app.type(app.says("Subject"), self.typed[subject], title)
                app.type(app.says(prompt), self.typed[text], title)
                app.wait_text(app.says("_Discard What Was Typed"))
            return fill

        def discard(title):
            app.run("dialog.discard", title)
        self.shoot_window("question", lambda: app.act("win.ask-question"),
                          fill_in("What would you like to know?", "subject", "question"), discard)
        self.shoot_window("problem", lambda: app.act("win.report-problem"),
                          fill_in("What happened, and what did you expect?", "problem subject", "problem"), discard)
        self.shoot_window("opening-hours", lambda: app.act("win.opening-hours"))
        self.shoot_window("preferences", lambda: app.act("app.preferences"))
        self.shoot_window("shortcuts", lambda: app.act("app.shortcuts"))
        self.shoot_window("about", lambda: app.act("app.about"))
        self.shoot_window("sign-out", lambda: app.act("win.sign-out"))

    def show_without_connection(self, server):
        app = self.app
        server.kill()
        app.wait_text(app.says("No connection. You can read and write; what you send goes out as soon as there is one."))
        self.shoot("offline")
        self.show_chat(True)
        app.type(app.says("Write a message…"), self.typed["chat"])
        app.run("composer.send")
        app.wait_text(app.says("Waiting to be sent"))
        self.shoot("waiting")
        self.shoot_window("sign-out-unsent", lambda: app.act("win.sign-out"))

    def show_closed_day(self):
        app = self.app
        self.show_chat(False)
        self.shoot("closed-home")
        app.act("win.desk-menu")
        app.wait_text(app.says("and ask for assistance"))
        self.shoot("closed-desk-menu")
        self.close_menu(app.says("and ask for assistance"))
        self.show_chat(True)
        self.shoot("closed-chat")
        app.type(app.says("Leave a question…"), self.typed["chat"])
        app.run("composer.send")
        driver.wait_for("the message to be sent", lambda: any(
            app.translation.gettext("%s · Sent. %s").split("%s")[1] in node.name for node in app.nodes()))
        self.shoot("closed-chat-sent")


def main():
    build, pictures, language, style, width = sys.argv[1:]
    tour = Tour(pathlib.Path(build), pathlib.Path(pictures), language, style, width)
    screen = Screen(*(side + 2 * MARGIN for side in tour.size))
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="balie-tour-") as name, driver.Watchdog(150):
        folder = pathlib.Path(name)
        tour.files = make_files(folder / "files")
        with driver.Server(build, folder / "open", "--demo", "--clock", OPEN) as server, tour.start_app(folder / "app", server):
            tour.sign_in(picture=True)
            tour.show_home()
            tour.show_menus()
            tour.show_help()
            with Desktop(tour.files[0]) as tour.desktop:
                tour.show_dialogs()
                tour.show_files(server)
                tour.show_request(server)
                tour.show_finding()
                tour.show_chat_files()
            tour.show_without_connection(server)
        with driver.Server(build, folder / "closed", "--demo", "--clock", BEFORE_HOLIDAY):
            pass
        with driver.Server(build, folder / "closed", "--clock", HOLIDAY) as server, tour.start_app(folder / "app-closed", server):
            tour.sign_in()
            tour.show_closed_day()
    del screen
    print(f"{language}-{style}-{width}: {time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
