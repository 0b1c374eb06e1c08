/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hashes and checks passwords (Argon2id) on few threads, for it costs memory and time on purpose. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BALIE_TYPE_PASSWORDS (balie_passwords_get_type ())
G_DECLARE_FINAL_TYPE (BaliePasswords, balie_passwords, BALIE, PASSWORDS, GObject)

/**
 * balie_passwords_new:
 * @n_threads: each takes 46 MiB while it works
 * @max_waiting: most passwords that wait for a thread
 */
BaliePasswords *balie_passwords_new (guint n_threads,
                                     guint max_waiting);

/**
 * balie_passwords_hash_async:
 * @password: copied, and wiped after use
 */
void balie_passwords_hash_async (BaliePasswords     *self,
                                 const char         *password,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);

/**
 * balie_passwords_hash_finish:
 * @error: %BALIE_ERROR_SERVER when too many wait or there is no memory
 *
 * Returns: (transfer full): the hash with its salt and parameters, plain ASCII
 */
char *balie_passwords_hash_finish (BaliePasswords *self,
                                   GAsyncResult   *result,
                                   GError        **error);

/**
 * balie_passwords_verify_async:
 * @password: copied, and wiped after use
 * @hash: (nullable): %NULL when there is no such account: takes the same time and says no
 */
void balie_passwords_verify_async (BaliePasswords     *self,
                                   const char         *password,
                                   const char         *hash,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/**
 * balie_passwords_verify_finish:
 * @matches: (out): whether the password is the right one
 * @error: %BALIE_ERROR_SERVER when too many wait or there is no memory
 *
 * Returns: whether @matches is set
 */
gboolean balie_passwords_verify_finish (BaliePasswords *self,
                                        GAsyncResult   *result,
                                        gboolean       *matches,
                                        GError        **error);

/**
 * balie_password_hash:
 * @error: %BALIE_ERROR_SERVER when there is no memory
 *
 * Hashes in the calling thread; for commands, which have nothing else to do.
 *
 * Returns: (transfer full): as [method@Passwords.hash_finish]
 */
char *balie_password_hash (const char *password,
                           GError    **error);

G_END_DECLS
