/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the session share. */
#pragma once

#include "balie-cache.h"
#include "balie-conversation-list.h"
#include "balie-downloads.h"
#include "balie-draft-keeper.h"
#include "balie-draft-list.h"
#include "balie-draft-table.h"
#include "balie-jitter.h"
#include "balie-outbox.h"
#include "balie-read-marks.h"
#include "balie-search-index.h"
#include "balie-session-open.h"
#include "balie-session.h"
#include "balie-sync.h"
#include "balie-thread-private.h"
#include "balie-upload-queue.h"

G_BEGIN_DECLS

struct _BalieSession
{
  GObject parent_instance;

  /* owned */
  BalieTransport        *transport;
  BalieCache            *cache;
  BalieAccount          *account;
  BaliePerson           *person; /* the account as others see it */
  BalieDesk             *desk;
  BalieConversationList *requests;
  BalieConversationItem *chat;
  BalieUploadQueue      *uploads;
  BalieOutbox           *outbox;
  BalieSync             *sync;
  BalieReadMarks        *read_marks;
  BalieDraftKeeper      *drafts;
  BalieDraftList        *draft_list;
  BalieDownloads        *downloads;
  BalieSearchIndex      *search_index;
  GHashTable            *threads; /* id of a conversation -> GWeakRef of a BalieThread */
  GHashTable            *typed;   /* id of a conversation -> gint64: when the server was last told of typing, monotonic */
  GCancellable          *cancellable;
  GObject               *login_holder;

  const BalieSessionLogin *login;
  BalieJitter              jitter;
  BalieKeyringState        keyring_state;
  BalieConnection          connection;
  guint                    history; /* grows when all that was cached is replaced */
  gboolean                 staffed;
  gboolean                 locked;
  gboolean                 closed;
};

/**
 * balie_session_new:
 * @contents: what is in @cache
 *
 * Returns: (transfer full): a session that is offline
 */
BalieSession *balie_session_new (BalieTransport     *transport,
                                 BalieCache         *cache,
                                 BalieAccount       *account,
                                 BalieCacheContents *contents);
void          balie_session_notify_unsent (BalieSession *self);
void          balie_session_set_account (BalieSession *self,
                                         BalieAccount *account);

/* The account: what is kept of it, and asking for it again. */
char    *balie_session_dup_account_json (BalieAccount *account);
gpointer balie_session_job_set_account (BalieDb *db,
                                        gpointer data,
                                        GError **error);
void     balie_session_refresh_account (BalieSession *self);

/* The lists: what comes from the sync and the outbox. */
void balie_session_connect_lists (BalieSession *self);
void balie_session_fill_lists (BalieSession *self,
                               GPtrArray    *conversations);

/**
 * balie_session_put_conversation:
 *
 * Merges @conversation into the item with its id, or adds one.
 */
BalieConversationItem *balie_session_put_conversation (BalieSession      *self,
                                                       BalieConversation *conversation);
void                   balie_session_update_outbox_state (BalieSession *self,
                                                          const char   *conversation);
void                   balie_session_emit_message_received (BalieSession          *self,
                                                            BalieConversationItem *conversation,
                                                            BalieThreadItem       *message);

/* The list of drafts. */

/**
 * balie_session_fill_drafts:
 * @rows: (element-type BalieDraftRow): as the cache has them
 */
void balie_session_fill_drafts (BalieSession *self,
                                GPtrArray    *rows);

void balie_session_connect_drafts (BalieSession *self);

/**
 * balie_session_name_drafts:
 *
 * Conversations are known now that were not before.
 */
void balie_session_name_drafts (BalieSession *self);

/**
 * balie_session_show_draft:
 * @draft: (nullable): what is typed now
 */
void balie_session_show_draft (BalieSession     *self,
                               const char       *key,
                               const BalieDraft *draft);

/**
 * balie_session_find_thread:
 *
 * Returns: (transfer none) (nullable): the thread of that conversation, if it is open
 */
BalieThread *balie_session_find_thread (BalieSession *self,
                                        const char   *conversation);
void         balie_session_load_threads (BalieSession *self);

/**
 * balie_session_new_thread:
 *
 * Returns: (transfer full): a thread that has no messages until it is asked to load some, and that nobody tells of new ones
 */
BalieThread *balie_session_new_thread (BalieSession          *self,
                                       BalieConversationItem *item);

/**
 * balie_session_show_entries:
 *
 * Puts what the outbox holds for @thread at its end.
 */
void balie_session_show_entries (BalieSession *self,
                                 BalieThread  *thread);
void balie_session_reset_threads (BalieSession *self);

G_END_DECLS
