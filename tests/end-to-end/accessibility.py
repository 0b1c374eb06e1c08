# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and uses another program's interface as an assistive technology does: by the AT-SPI protocol, over D-Bus.

What is hidden stands not in the tree, except for the pages of a stack that do not show.
"""

from gi.repository import Gio, GLib

ROOT = "/org/a11y/atspi/accessible/root"
PATIENCE = 30000

# Roles, by their numbers in the protocol: push button and toggle button, list and what stands in it.
BUTTONS = (43, 62)
LIST = 31
LIST_ITEM = 32
# What places are counted from.
IN_WINDOW = 1


class Node:
    """One accessible object, as it was when the tree was read."""

    def __init__(self, program, path, parent, item):
        self.program = program
        self.path = path
        self.parent = parent
        self.interfaces = {interface.rsplit(".", 1)[1] for interface in item[5]}
        self.name = item[6]
        self.role = item[7]
        self.description = item[8]

    def is_called(self, name):
        """Buttons with a mnemonic are called by it and by their label, too."""
        return self.name.replace("_", "") in (name, f"{name} {name}")

    def is_below(self, other):
        node = self
        while node is not None and node is not other:
            node = node.parent
        return node is other

    def actions(self):
        return [action[0] for action in self.program.call(self.path, "Action", "GetActions")]

    def act(self, action):
        """Runs one of its actions, such as `window.close`; says whether it has that."""
        names = self.actions() if "Action" in self.interfaces else []
        return action in names and self._do_action(names.index(action))

    def act_upwards(self, action):
        """Runs it where it is: here, or at the next thing around this that has it."""
        node = self
        while node is not None and not node.act(action):
            node = node.parent
        return node is not None

    def press(self):
        """Does what a click does; says whether it is a button that has a place. The name of that action is translated."""
        return self.role in BUTTONS and self.width() > 0 and self._do_action(0)

    def width(self):
        """In pixels; what has never been given a place in its window has none."""
        return self.program.call(self.path, "Component", "GetExtents", GLib.Variant("(u)", (IN_WINDOW,)))[2]

    def _do_action(self, index):
        return self.program.call(self.path, "Action", "DoAction", GLib.Variant("(i)", (index,)))

    def text(self):
        count = self.program.bus.call_sync(
            self.program.name, self.path, "org.freedesktop.DBus.Properties", "Get",
            GLib.Variant("(ss)", ("org.a11y.atspi.Text", "CharacterCount")), None, Gio.DBusCallFlags.NONE, PATIENCE, None).unpack()[0]
        return self.program.call(self.path, "Text", "GetText", GLib.Variant("(ii)", (0, count)))

    def set_text(self, text):
        return self.program.call(self.path, "EditableText", "SetTextContents", GLib.Variant("(s)", (text,)))


class Program:
    """A running program, found by its process id once it has come to the accessibility bus."""

    def __init__(self, process_id):
        self.process_id = process_id
        self.name = None
        address = call(Gio.bus_get_sync(Gio.BusType.SESSION), "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

    def close(self):
        self.bus.close_sync()

    def is_there(self):
        for name, _ in call(self.bus, "org.a11y.atspi.Registry", ROOT, "org.a11y.atspi.Accessible", "GetChildren"):
            if self.process_id == call(self.bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,))):
                self.name = name
        return self.name is not None

    def call(self, path, interface, method, arguments=None):
        return call(self.bus, self.name, path, "org.a11y.atspi." + interface, method, arguments)

    def nodes(self):
        """All that is in the tree, depth first. The cache tells all about them at once, of those that have been asked for."""
        paths = []
        self._descend(ROOT, None, paths)
        items = {item[0][1]: item for item in self.call("/org/a11y/atspi/cache", "Cache", "GetItems")}
        nodes = {}
        for path, parent in paths:
            if path in items:
                nodes[path] = Node(self, path, nodes.get(parent), items[path])
        return list(nodes.values())

    def windows(self):
        return [node for node in self.nodes() if node.parent is not None and node.parent.path == ROOT]

    def _descend(self, path, parent, paths):
        paths.append((path, parent))
        for _, child in self.call(path, "Accessible", "GetChildren"):
            self._descend(child, path, paths)


def call(bus, name, path, interface, method, arguments=None):
    """Returns the only value of the answer."""
    return bus.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, PATIENCE, None).unpack()[0]
