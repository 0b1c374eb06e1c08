# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop's notification service on the session bus, which keeps what it is told to show."""

import threading

from gi.repository import Gio, GLib

NAME = "org.gtk.Notifications"
PATH = "/org/gtk/Notifications"
INTERFACE = f"""
<node>
  <interface name="{NAME}">
    <method name="AddNotification">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{{sv}}" direction="in"/>
    </method>
    <method name="RemoveNotification">
      <arg type="s" direction="in"/><arg type="s" direction="in"/>
    </method>
  </interface>
</node>"""


class Notifications:
    """Answers in a thread and on a connection of its own, so that programs find it as they find any other."""

    def __init__(self):
        self.lock = threading.Lock()
        self.shown = {}
        self.ready = threading.Event()
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop.new(self.context, False)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        if not self.ready.wait(30):
            raise TimeoutError(f"nobody may be {NAME} on this bus")

    def _run(self):
        self.context.push_thread_default()
        address = Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION)
        connection = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        connection.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], self._called, None, None)
        Gio.bus_own_name_on_connection(connection, NAME, Gio.BusNameOwnerFlags.NONE, lambda *_: self.ready.set(), None)
        self.loop.run()
        connection.close_sync()
        self.context.pop_thread_default()

    def _called(self, _connection, _sender, _path, _interface, method, parameters, invocation):
        _application, identifier, *content = parameters.unpack()
        with self.lock:
            if method == "AddNotification":
                self.shown[identifier] = content[0]
            else:
                self.shown.pop(identifier, None)
        invocation.return_value(None)

    def find(self, identifier):
        """What is shown under that id: `title`, `body` and more; None when there is nothing, or nothing any more."""
        with self.lock:
            return self.shown.get(identifier)

    def end(self):
        self.loop.quit()
        self.thread.join()
