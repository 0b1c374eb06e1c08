/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the main window share. */
#pragma once

#include "balie-chat-panel.h"
#include "balie-desk-state.h"
#include "balie-drop-area.h"
#include "balie-home-page.h"
#include "balie-sign-in-page.h"
#include "balie-window.h"

G_BEGIN_DECLS

struct _BalieWindow
{
  AdwApplicationWindow parent_instance;

  /* Owned */
  BalieClient    *client;
  GSettings      *settings;
  GCancellable   *cancellable;
  char           *server;
  BalieSession   *session;
  BalieSearch    *search;
  BalieDeskState *desk_state;
  GSignalGroup   *session_signals;
  BalieConnection shown_connection;
  gboolean        told_about_keyring;

  /* Borrowed */
  BalieChatPanel *chat_panel;

  /* Template */
  AdwToastOverlay *toast_overlay;
  BalieDropArea   *drop_area;
  GtkStack        *stack;
  BalieSignInPage *sign_in_page;
  BalieHomePage   *home_page;
};

/* balie-window-home.c */

void balie_window_init_home (BalieWindow *self);

/**
 * balie_window_set_session:
 * @session: (nullable): shows its home; %NULL closes the present one and leaves home
 */
void balie_window_set_session (BalieWindow  *self,
                               BalieSession *session);
void balie_window_open_conversation (BalieWindow *self,
                                     const char  *conversation);
void balie_window_show_toast (BalieWindow *self,
                              const char  *text);

/* balie-window-files.c */

/**
 * balie_window_take_files:
 * @value: what was dropped
 * @x: where, in the window's drop area
 * @y: where
 *
 * Brings files to the dialog that is open; else to the correspondence that they were dropped on; else to the request or the chat that
 * is open; else opens the report of a problem with them.
 */
void balie_window_take_files (BalieWindow  *self,
                              const GValue *value,
                              double        x,
                              double        y);

/**
 * balie_window_choose_files:
 *
 * Lets somebody choose files, which go as if they were dropped where the focus is.
 */
void balie_window_choose_files (BalieWindow *self);

/* balie-window-sign-in.c */

void balie_window_init_sign_in (BalieWindow *self);

/**
 * balie_window_show_sign_in:
 * @error: (nullable): why one has to sign in, as a sentence
 */
void balie_window_show_sign_in (BalieWindow *self,
                                const char  *error);

/**
 * balie_window_sign_out:
 *
 * Says what is unsent, asks, then signs out.
 */
void balie_window_sign_out (BalieWindow *self);

G_END_DECLS
