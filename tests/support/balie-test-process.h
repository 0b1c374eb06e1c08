/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process that does not outlive the test that started it, also when the test is aborted. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * balie_test_process_new:
 * @flags: as of [ctor@Gio.Subprocess.new]
 * @program: path of the program
 * @...: its arguments, up to %NULL
 *
 * Starts a program, which is killed when the calling thread ends.
 *
 * Returns: (transfer full): the process; the test fails when there is none
 */
GSubprocess *balie_test_process_new (GSubprocessFlags flags,
                                     const char      *program,
                                     ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
