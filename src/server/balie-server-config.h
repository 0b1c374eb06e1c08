/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server is told before it starts: a file's settings, overruled by those of the command line. */
#pragma once

#include "balie-desk.h"

G_BEGIN_DECLS

/**
 * BalieServerConfig:
 *
 * The settings, by group and key. One table says which there are, for the file, the command line and the errors alike.
 */
typedef struct _BalieServerConfig BalieServerConfig;

BalieServerConfig *balie_server_config_new (void);
void               balie_server_config_free (BalieServerConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieServerConfig, balie_server_config_free)

/**
 * balie_server_config_get_options:
 *
 * For a GOptionContext, which must not outlive @self. What is given there goes before the file, whichever is read first.
 *
 * Returns: (transfer none) (array zero-terminated=1): one option for each setting, and `--config`
 */
const GOptionEntry *balie_server_config_get_options (BalieServerConfig *self);

/**
 * balie_server_config_load:
 * @error: %BALIE_ERROR_INVALID with the place of the fault: `balie-server.conf:server.listen: …`
 *
 * Reads the file of `--config`, if there is one, and checks every setting.
 */
gboolean balie_server_config_load (BalieServerConfig *self,
                                   GError           **error);

/**
 * balie_server_config_set:
 * @key: as `group.key`, such as `server.data`
 *
 * As if it was given on the command line.
 */
void balie_server_config_set (BalieServerConfig *self,
                              const char        *key,
                              const char        *value);

/**
 * balie_server_config_set_file:
 * @path: of a file with settings
 *
 * As if it was given by `--config`.
 */
void balie_server_config_set_file (BalieServerConfig *self,
                                   const char        *path);

/**
 * balie_server_config_get_data:
 *
 * Returns: (transfer none): folder of the database and all else that is kept
 */
const char *balie_server_config_get_data (BalieServerConfig *self);

/**
 * balie_server_config_dup_database:
 *
 * Returns: (transfer full): path of the database
 */
char *balie_server_config_dup_database (BalieServerConfig *self);

/**
 * balie_server_config_dup_index:
 *
 * Returns: (transfer full): path of the index of what was written
 */
char *balie_server_config_dup_index (BalieServerConfig *self);

/**
 * balie_server_config_get_listen:
 *
 * Returns: (transfer none): such as `127.0.0.1:8080`
 */
const char *balie_server_config_get_listen (BalieServerConfig *self);

/**
 * balie_server_config_get_trusts_proxy:
 *
 * Returns: whether a proxy on this machine stands in front
 */
gboolean balie_server_config_get_trusts_proxy (BalieServerConfig *self);

/**
 * balie_server_config_get_quota:
 *
 * Returns: bytes that the files of one account may have
 */
gint64 balie_server_config_get_quota (BalieServerConfig *self);

/**
 * balie_server_config_get_close_after:
 *
 * Returns: milliseconds after which a solved request is closed, 0 for never
 */
gint64 balie_server_config_get_close_after (BalieServerConfig *self);

/**
 * balie_server_config_dup_articles:
 *
 * Returns: (transfer full): folder of the help articles; the one in the folder of data, which may not be there, when none is set
 */
char *balie_server_config_dup_articles (BalieServerConfig *self);

/**
 * balie_server_config_dup_scan_command:
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the program that checks attachments, and its arguments; %NULL for none
 */
char **balie_server_config_dup_scan_command (BalieServerConfig *self);

/**
 * balie_server_config_get_desk:
 *
 * Returns: (transfer none) (nullable): what the desk is to be; %NULL when no setting says anything about it
 */
const BalieDesk *balie_server_config_get_desk (BalieServerConfig *self);

/**
 * balie_server_config_read_schedule:
 * @path: of a file that holds opening hours as JSON
 * @error: %BALIE_ERROR_INVALID with the place of the fault, or of the file
 *
 * Returns: (transfer full): the opening hours, or %NULL
 */
BalieOpeningHours *balie_server_config_read_schedule (const char *path,
                                                      GError    **error);

/**
 * balie_server_config_make_default_desk:
 *
 * Returns: (transfer full): a desk that nobody said anything about
 */
BalieDesk *balie_server_config_make_default_desk (void);

G_END_DECLS
