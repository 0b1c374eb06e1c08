/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one signs in: the desk's name and logo, user name, password. */
#pragma once

#include <adwaita.h>

#include "balie-desk.h"

G_BEGIN_DECLS

/**
 * BalieSignInPage:
 *
 * Knows no client: what was typed is given out by a signal, what came of it is set by the owner. What was typed stays until
 * [method@SignInPage.clear_password].
 *
 * Actions: `signin.submit`, `signin.choose-server`.
 *
 * Signals: `submitted` (string user name, string password, boolean keep), `choose-server`.
 */
#define BALIE_TYPE_SIGN_IN_PAGE (balie_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (BalieSignInPage, balie_sign_in_page, BALIE, SIGN_IN_PAGE, AdwBin)

GtkWidget *balie_sign_in_page_new (void);

/**
 * balie_sign_in_page_set_desk:
 * @desk: (nullable): %NULL while nothing is known of it
 * @logo: (nullable): an image
 */
void balie_sign_in_page_set_desk (BalieSignInPage *self,
                                  BalieDesk       *desk,
                                  GBytes          *logo);

/**
 * balie_sign_in_page_set_server:
 * @server: (nullable): address; without one there is nothing to sign in to, and the page asks for it
 */
void balie_sign_in_page_set_server (BalieSignInPage *self,
                                    const char      *server);

/**
 * balie_sign_in_page_set_error:
 * @error: (nullable): what went wrong, as a sentence
 */
void        balie_sign_in_page_set_error (BalieSignInPage *self,
                                          const char      *error);
const char *balie_sign_in_page_get_error (BalieSignInPage *self);

/**
 * balie_sign_in_page_set_busy:
 * @busy: whether signing in is under way
 */
void balie_sign_in_page_set_busy (BalieSignInPage *self,
                                  gboolean         busy);

/**
 * balie_sign_in_page_fill_in:
 * @username: (nullable): user name
 * @password: (nullable): password
 * @keep: whether to stay signed in
 */
void balie_sign_in_page_fill_in (BalieSignInPage *self,
                                 const char      *username,
                                 const char      *password,
                                 gboolean         keep);
void balie_sign_in_page_clear_password (BalieSignInPage *self);

/**
 * balie_sign_in_page_focus:
 *
 * Moves the focus to the first thing that is to be typed.
 */
void balie_sign_in_page_focus (BalieSignInPage *self);

G_END_DECLS
