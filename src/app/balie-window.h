/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: shows the sign-in page or the home of the session, and routes what pages ask for. */
#pragma once

#include <adwaita.h>

#include "balie-client.h"
#include "balie-desk-state.h"

G_BEGIN_DECLS

/**
 * BalieWindow:
 *
 * Properties: `session` (BalieSession, read-only, nullable).
 *
 * Actions: `win.ask-question`, `win.report-problem`, `win.follow-up` (string: id of the closed request), `win.attach`,
 * `win.open-chat`, `win.toggle-chat`, `win.opening-hours`, `win.help-articles`, `win.desk-menu`, `win.search`, `win.filter`,
 * `win.back`, `win.open-conversation` (string: its id), `win.reconnect`, `win.unlock`, `win.sign-in`,
 * `win.sign-out`. All but the last but one need a session.
 */
#define BALIE_TYPE_WINDOW (balie_window_get_type ())
G_DECLARE_FINAL_TYPE (BalieWindow, balie_window, BALIE, WINDOW, AdwApplicationWindow)

/**
 * balie_window_new:
 * @client: what signs in
 * @settings: of the program
 */
BalieWindow *balie_window_new (AdwApplication *application,
                               BalieClient    *client,
                               GSettings      *settings);

/**
 * BalieStart:
 * @server: (nullable): as typed; %NULL for the one of the settings or of the build
 * @username: (nullable): %NULL for the last one
 * @password: (nullable): to fill in, for demonstrations
 */
typedef struct
{
  const char *server;
  const char *username;
  const char *password;
} BalieStart;

/**
 * balie_window_start:
 *
 * Goes on with a kept login or asks for one, then shows the window. The first frame is the page that stays.
 */
void balie_window_start (BalieWindow      *self,
                         const BalieStart *start);

/**
 * balie_window_get_session:
 *
 * Returns: (transfer none) (nullable): the session, %NULL while nobody is signed in
 */
BalieSession *balie_window_get_session (BalieWindow *self);

/**
 * balie_window_shows:
 * @conversation: id
 *
 * Returns: whether that conversation is before somebody's eyes now
 */
gboolean balie_window_shows (BalieWindow *self,
                             const char  *conversation);

/**
 * balie_window_get_waiting:
 *
 * Returns: (transfer none) (nullable): a list of the #BalieConversationItem that wait for the customer; %NULL while nobody is
 *   signed in
 */
GListModel *balie_window_get_waiting (BalieWindow *self);

/**
 * balie_window_get_desk_state:
 *
 * Returns: (transfer none) (nullable): of the desk; %NULL while nobody is signed in
 */
BalieDeskState *balie_window_get_desk_state (BalieWindow *self);

G_END_DECLS
