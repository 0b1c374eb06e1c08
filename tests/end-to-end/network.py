# SPDX-License-Identifier: GPL-3.0-or-later
"""The network between a program and a server on loopback, which can stand still, be lost, and come back."""

import selectors
import socket
import struct
import threading

PART = 65536

# Closing a socket that lingers for no time resets the connection.
RESET = struct.pack("ii", 1, 0)


class Link:
    """One connection: what comes on one side goes out on the other, as fast as that takes it."""

    def __init__(self, client, server):
        self.client = client
        self.server = server
        self.waiting = {client: b"", server: b""}
        self.ended = set()

    def other(self, side):
        return self.server if side is self.client else self.client


class Network:
    """Listens at `address`, and leads to `port`. What it does is done by a thread of its own."""

    def __init__(self, port):
        self.port = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setblocking(False)
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.lock = threading.Lock()
        self.links = {}
        self.to_server = 0
        self.left = None
        self.lost = False
        self.done = False
        self.waker, self.woken = socket.socketpair()
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.selector.register(self.woken, selectors.EVENT_READ)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    # -- what happens to it

    def stand_still_after(self, count):
        """Lets that many more bytes through to the server; nothing passes then, either way, and no connection ends."""
        with self.lock:
            self.left = count
        self._wake()

    def stands_still(self):
        with self.lock:
            return self.left == 0

    def lose(self):
        """Every connection is reset, and no new one comes about."""
        with self.lock:
            self.lost = True
        self._wake()

    def come_back(self):
        with self.lock:
            self.lost = False
            self.left = None
        self._wake()

    def sent(self):
        """How many bytes have gone to the server."""
        with self.lock:
            return self.to_server

    def end(self):
        self.done = True
        self._wake()
        self.thread.join()
        self.selector.close()
        for end in (self.waker, self.woken, self.listener):
            end.close()

    # -- in its thread

    def _wake(self):
        self.waker.send(b"!")

    def _run(self):
        while not self.done:
            for key, events in self.selector.select():
                with self.lock:
                    self._handle(key.fileobj, events)
            with self.lock:
                if self.lost:
                    self._reset_all()
                for link in set(self.links.values()):
                    self._watch(link)
        self._reset_all()

    def _handle(self, source, events):
        if source is self.woken:
            self.woken.recv(PART)
        elif source is self.listener:
            self._accept()
        elif source in self.links:
            link = self.links[source]
            try:
                if events & selectors.EVENT_WRITE:
                    self._write(link, source)
                if events & selectors.EVENT_READ:
                    self._read(link, source)
            except OSError:
                self._reset(link)

    def _accept(self):
        client, _ = self.listener.accept()
        if self.lost:
            self._close(client)
            return
        try:
            server = socket.create_connection(("127.0.0.1", self.port))
        except OSError:
            self._close(client)
            return
        link = Link(client, server)
        for side in (client, server):
            side.setblocking(False)
            self.links[side] = link

    def _read(self, link, side):
        to_server = side is link.client
        count = PART if self.left is None or not to_server else min(PART, self.left)
        if count == 0 or (self.left == 0 and not to_server):
            return
        data = side.recv(count)
        other = link.other(side)
        if not data:
            link.ended.add(side)
            if not link.waiting[other]:
                other.shutdown(socket.SHUT_WR)
            return
        if to_server:
            self.to_server += len(data)
            self.left = None if self.left is None else self.left - len(data)
        link.waiting[other] += data

    def _write(self, link, side):
        link.waiting[side] = link.waiting[side][side.send(link.waiting[side]):]
        if not link.waiting[side] and link.other(side) in link.ended:
            side.shutdown(socket.SHUT_WR)

    def _watch(self, link):
        """Looks at each side for what can be done with it now: nothing is read that the other side does not take yet."""
        if len(link.ended) == 2 and not any(link.waiting.values()):
            self._reset(link)
            return
        for side in (link.client, link.server):
            events = 0
            if self.left != 0 and side not in link.ended and not link.waiting[link.other(side)]:
                events |= selectors.EVENT_READ
            if link.waiting[side]:
                events |= selectors.EVENT_WRITE
            known = side in self.selector.get_map()
            if events and known:
                self.selector.modify(side, events)
            elif events:
                self.selector.register(side, events)
            elif known:
                self.selector.unregister(side)

    def _reset_all(self):
        for link in set(self.links.values()):
            self._reset(link)

    def _reset(self, link):
        for side in (link.client, link.server):
            if side in self.selector.get_map():
                self.selector.unregister(side)
            del self.links[side]
            self._close(side)

    @staticmethod
    def _close(end):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        end.close()
