/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A log of events in memory, whose reads can be held up. */
#pragma once

#include "balie-event-log.h"

G_BEGIN_DECLS

#define BALIE_TYPE_FAKE_LOG (balie_fake_log_get_type ())
G_DECLARE_FINAL_TYPE (BalieFakeLog, balie_fake_log, BALIE, FAKE_LOG, GObject)

BalieFakeLog *balie_fake_log_new (void);

/**
 * balie_fake_log_append:
 *
 * Returns: (transfer none): the event, as the next one of @stream
 */
BalieLoggedEvent *balie_fake_log_append (BalieFakeLog *self,
                                         const char   *stream,
                                         const char   *data);

/**
 * balie_fake_log_hold:
 * @hold: whether reads, whose result stands from when they begin, are answered only later
 */
void balie_fake_log_hold (BalieFakeLog *self,
                          gboolean      hold);

/**
 * balie_fake_log_fail:
 *
 * Every read from now on fails.
 */
void balie_fake_log_fail (BalieFakeLog *self);

guint balie_fake_log_get_n_held (BalieFakeLog *self);
guint balie_fake_log_get_n_reads (BalieFakeLog *self);

G_END_DECLS
