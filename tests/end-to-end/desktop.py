#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop does for an app in pictures: holds what was copied, and takes screenshots. desktop.py PICTURE.

Each line that it reads names files, between tabs, which it then offers in the clipboard; it answers with an empty line.
Whoever asks its portal for a screenshot gets a copy of PICTURE.
"""

import pathlib
import shutil
import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
SCREENSHOT = """
<node>
  <interface name='org.freedesktop.portal.Screenshot'>
    <method name='Screenshot'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>
    <property name='version' type='u' access='read'/>
  </interface>
</node>"""


class Portal:
    def __init__(self, picture):
        self.picture = picture
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        interface = Gio.DBusNodeInfo.new_for_xml(SCREENSHOT).interfaces[0]
        self.bus.register_object(PATH, interface, self.take, lambda *_: GLib.Variant("u", 3), None)
        Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.NONE, None, None)

    def take(self, bus, sender, path, interface, method, arguments, invocation):
        """The file is deleted by whoever asked for it."""
        copy = self.picture.with_name("taken.png")
        shutil.copy(self.picture, copy)
        request = f"{PATH}/request/{sender[1:].replace('.', '_')}/{arguments.unpack()[1]['handle_token']}"
        invocation.return_value(GLib.Variant("(o)", (request,)))
        answer = GLib.Variant("(ua{sv})", (0, {"uri": GLib.Variant("s", copy.as_uri())}))
        bus.emit_signal(sender, request, "org.freedesktop.portal.Request", "Response", answer)


def copy_files(stream, _condition, clipboard, loop):
    line = stream.readline()
    if not line:
        loop.quit()
        return False
    uris = "".join(pathlib.Path(name).as_uri() + "\r\n" for name in line.rstrip("\n").split("\t"))
    clipboard.set_content(Gdk.ContentProvider.new_for_bytes("text/uri-list", GLib.Bytes.new(uris.encode())))
    print(flush=True)
    return True


def main():
    loop = GLib.MainLoop()
    Gtk.init()
    portal = Portal(pathlib.Path(sys.argv[1]))
    GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, copy_files,
                      Gdk.Display.get_default().get_clipboard(), loop)
    loop.run()
    del portal


if __name__ == "__main__":
    main()
