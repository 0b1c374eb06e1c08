/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's database behind its threads: runs actions and tells what came of them. */
#pragma once

#include "balie-desk.h"
#include "balie-transaction.h"

G_BEGIN_DECLS

/**
 * BalieAction:
 * @transaction: to work in
 * @input: the action's own
 * @error: of %BALIE_REFUSAL for what the caller may not do, else of the database; all that was written is undone then
 *
 * Something that can be done with the desk. It runs on a thread of the database, possibly twice, so it must begin anew from its
 * arguments. All that serves requests, and everything else that acts on the desk, goes this way.
 *
 * Returns: (transfer full) (nullable): what came of it
 */
typedef gpointer (*BalieAction) (BalieTransaction *transaction,
                                 gpointer          input,
                                 GError          **error);

/**
 * BalieDeskService:
 *
 * Lives in the main context in which it was made. It is a #BalieEventLog. An action that is run for a caller with a session fails
 * with %BALIE_ERROR_AUTH when that has ended by then.
 *
 * Signals: `event-committed` (id of the stream, #BalieLoggedEvent) for each event, in the order of its stream, before the action that made it is
 * answered; `session-ended` (id of the session).
 */
#define BALIE_TYPE_DESK_SERVICE (balie_desk_service_get_type ())
G_DECLARE_FINAL_TYPE (BalieDeskService, balie_desk_service, BALIE, DESK_SERVICE, GObject)

/**
 * balie_desk_service_open_database:
 * @path: of the database; made when it does not exist
 * @settings: (nullable): what the desk is to be from now on, as of [func@desk_store_save]; %NULL keeps what it is, or
 *   takes the defaults
 * @desk: (out) (optional) (transfer full): the desk as it is kept now
 * @error: %BALIE_ERROR_STORAGE
 *
 * Opens the database and brings it up to date. When @settings are new, the readers of all streams are told.
 *
 * Returns: (transfer full): a connection
 */
BalieDb *balie_desk_service_open_database (const char      *path,
                                           const BalieDesk *settings,
                                           BalieDesk      **desk,
                                           GError         **error);

/**
 * balie_desk_service_open:
 * @path: see [func@DeskService.open_database]
 * @settings: (nullable): see [func@DeskService.open_database]
 * @n_readers: connections for reading
 * @error: %BALIE_ERROR_STORAGE
 *
 * Returns: (transfer full): the service, with its threads
 */
BalieDeskService *balie_desk_service_open (const char      *path,
                                           const BalieDesk *settings,
                                           guint            n_readers,
                                           GError         **error);

/**
 * balie_desk_service_get_desk:
 *
 * Returns: (transfer none): the desk, without what is only true at the moment of asking. Another one takes its place when a feature comes or
 *   goes, so it is not kept over a turn of the main context.
 */
BalieDesk *balie_desk_service_get_desk (BalieDeskService *self);

/**
 * BALIE_FEATURE_ARTICLES:
 *
 * What a desk can do that has help articles.
 */
#define BALIE_FEATURE_ARTICLES "articles"

/**
 * balie_desk_service_set_feature:
 * @name: of a feature that comes and goes; a string constant
 * @has: whether the desk has it from now on
 *
 * Changes the desk, and tells the readers of all streams when that is something new.
 */
void balie_desk_service_set_feature (BalieDeskService *self,
                                     const char       *name,
                                     gboolean          has);

/**
 * balie_desk_service_write_async:
 * @action: what to do
 * @caller: (nullable): who asks for it; copied
 * @input: (transfer full): for @action
 * @input_free: (nullable): frees @input
 * @result_free: (nullable): frees a result that nobody fetched
 *
 * Runs an action that writes. It cannot be cancelled: what is begun is brought to its end, and its events are told.
 */
void balie_desk_service_write_async (BalieDeskService   *self,
                                     BalieAction         action,
                                     const BalieCaller  *caller,
                                     gpointer            input,
                                     GDestroyNotify      input_free,
                                     GDestroyNotify      result_free,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);

/**
 * balie_desk_service_read_async:
 *
 * As [method@DeskService.write_async], for an action that only reads: many at the same time, each seeing all that was committed
 * before.
 */
void balie_desk_service_read_async (BalieDeskService   *self,
                                    BalieAction         action,
                                    const BalieCaller  *caller,
                                    gpointer            input,
                                    GDestroyNotify      input_free,
                                    GDestroyNotify      result_free,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);

/**
 * balie_desk_service_run_finish:
 * @error: the action's own; %BALIE_ERROR_STORAGE when the commit failed
 *
 * Returns: (transfer full) (nullable): what came of the action
 */
gpointer balie_desk_service_run_finish (BalieDeskService *self,
                                        GAsyncResult     *result,
                                        GError          **error);

/**
 * balie_desk_service_run_here:
 * @db: a connection of the calling thread's own
 *
 * Runs an action in a transaction in the calling thread: for commands, which have nothing else to do. A running server finds
 * the events in the database.
 *
 * Returns: (transfer full) (nullable): what came of the action
 */
gpointer balie_desk_service_run_here (BalieDb           *db,
                                      BalieAction        action,
                                      const BalieCaller *caller,
                                      gpointer           input,
                                      GError           **error);

/**
 * balie_desk_service_tell_session_ended:
 * @session: id of a session that was ended beside the server
 *
 * Emits `session-ended`.
 */
void balie_desk_service_tell_session_ended (BalieDeskService *self,
                                            const char       *session);

/**
 * balie_desk_service_close:
 *
 * Finishes the actions that wait, and closes the database. Blocks for them. Repeatable.
 */
void balie_desk_service_close (BalieDeskService *self);

G_END_DECLS
