/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real gnome-keyring on a bus of its own, as it is on most desktops. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BalieKeyringDaemon BalieKeyringDaemon;

/**
 * balie_keyring_daemon_new:
 *
 * Starts a bus, which becomes the session bus of this process, and an unlocked keyring with nothing in it.
 *
 * Returns: (nullable): the keyring, or %NULL where none is installed; the test then has to be skipped
 */
BalieKeyringDaemon *balie_keyring_daemon_new (void);

/**
 * balie_keyring_daemon_free:
 *
 * Stops keyring and bus, last thing in a program: without running the main context, because libsecret stumbles over a
 * service that goes while its prompt is up.
 */
void balie_keyring_daemon_free (BalieKeyringDaemon *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieKeyringDaemon, balie_keyring_daemon_free)

/**
 * balie_keyring_daemon_get_folder:
 *
 * Returns: (transfer none): where the keyring keeps its files
 */
const char *balie_keyring_daemon_get_folder (BalieKeyringDaemon *self);

void balie_keyring_daemon_start (BalieKeyringDaemon *self);
void balie_keyring_daemon_stop (BalieKeyringDaemon *self);

/**
 * balie_keyring_daemon_lock:
 *
 * Locks the keyring as the desktop does when its user leaves.
 */
void balie_keyring_daemon_lock (BalieKeyringDaemon *self);

/**
 * balie_keyring_daemon_own:
 * @name: on the bus
 *
 * Returns: (transfer full): a connection that owns @name and never answers to anything
 */
GDBusConnection *balie_keyring_daemon_own (BalieKeyringDaemon *self,
                                           const char         *name);

/**
 * balie_keyring_daemon_disown:
 * @connection: (transfer full): gives its name up
 */
void balie_keyring_daemon_disown (GDBusConnection *connection);

G_END_DECLS
