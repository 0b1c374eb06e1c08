/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads without a server: lists of messages that tests fill. */
#pragma once

#include <gio/gio.h>

#include "balie-thread-item.h"

/* Tuesday 24 November 2026, 10:00 in Amsterdam. */
#define BALIE_FIXTURE_MORNING G_GINT64_CONSTANT (1795510800000)
#define BALIE_FIXTURE_MINUTE G_GINT64_CONSTANT (60000)
#define BALIE_FIXTURE_DAY G_GINT64_CONSTANT (86400000)

/* Stops the clock of this process at @time. */
void balie_thread_fixture_set_time (gint64 time);

/* Adds a message at the end, with the next number and its predecessor told; returns it borrowed. */
BalieThreadItem *balie_thread_fixture_append (GListStore       *thread,
                                              BalieRole         role,
                                              BalieMessageState state,
                                              gint64            sent_at,
                                              const char       *text);

/* A thread of @n_messages that ends a minute before the fixture's morning, a message a minute, numbered from @first. */
GListStore *balie_thread_fixture_new (guint  n_messages,
                                      gint64 first);

/* Puts @n_messages older ones in front, a minute apart, as loading them does. */
void balie_thread_fixture_prepend (GListStore *thread,
                                   guint       n_messages);

/* What mockups show: a day of chat. */
GListStore *balie_thread_fixture_new_chat (void);
