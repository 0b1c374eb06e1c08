/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request with its whole correspondence, laid out on pages. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-request-paper.h"

#include "balie-file-name.h"
#include "balie-texts-attachment.h"
#include "balie-texts-request.h"
#include "balie-texts-time.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>

/* In points, as the fonts are. */
#define PICTURE_WIDTH 240
#define PICTURE_HEIGHT 180
#define FOOTER 24

#define POINTS_PER_INCH 72

typedef enum {
  STYLE_TITLE,
  STYLE_LINE,
  STYLE_AUTHOR,
  STYLE_TEXT,
  STYLE_FILE,
  STYLE_SYSTEM,
} Style;

static const struct
{
  const char *font;
  double      grey;
  double      space; /* above it */
} styles[] = {
  [STYLE_TITLE] = {"Sans Bold 16", 0, 0},
  [STYLE_LINE] = {"Sans 9", 0.4, 4},
  [STYLE_AUTHOR] = {"Sans Bold 9", 0.2, 16},
  [STYLE_TEXT] = {"Sans 10", 0, 3},
  [STYLE_FILE] = {"Sans 9", 0.3, 4},
  [STYLE_SYSTEM] = {"Sans Italic 9", 0.4, 12},
};

/* A text, or a picture when there is one. */
typedef struct
{
  Style       style;
  char       *text;
  GdkTexture *texture; /* nullable */
} Block;

/* A part of a block that stands on one page: some of its lines. */
typedef struct
{
  guint  block;
  double y;
  int    first_line;
  int    n_lines;
} Piece;

struct _BalieRequestPaper
{
  BalieConversation *conversation;
  GPtrArray         *messages;
  GTimeZone         *zone;
  GHashTable        *pictures; /* id of an attachment -> GdkTexture */

  GPtrArray *blocks;
  GArray    *pieces;
  GArray    *starts; /* guint: of each page, its first piece */
  double     width;
  double     height;
  double     y;
  guint      n_pages;
};

static void
block_free (Block *self)
{
  g_free (self->text);
  g_clear_object (&self->texture);
  g_free (self);
}

BalieRequestPaper *
balie_request_paper_new (const BalieConversation *conversation,
                         GPtrArray               *messages,
                         GTimeZone               *zone)
{
  BalieRequestPaper *self;

  g_return_val_if_fail (conversation != NULL, NULL);
  g_return_val_if_fail (messages != NULL, NULL);

  self = g_new0 (BalieRequestPaper, 1);
  self->conversation = balie_conversation_copy (conversation);
  self->messages = g_ptr_array_ref (messages);
  self->zone = g_time_zone_ref (zone);
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)block_free);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));

  return self;
}

void
balie_request_paper_free (BalieRequestPaper *self)
{
  if (self == NULL)
    return;

  balie_conversation_unref (self->conversation);
  g_ptr_array_unref (self->messages);
  g_time_zone_unref (self->zone);
  g_hash_table_unref (self->pictures);
  g_ptr_array_unref (self->blocks);
  g_array_unref (self->pieces);
  g_array_unref (self->starts);
  g_free (self);
}

void
balie_request_paper_add_picture (BalieRequestPaper *self,
                                 const char        *attachment,
                                 GdkTexture        *texture)
{
  g_return_if_fail (self != NULL);

  g_hash_table_replace (self->pictures, g_strdup (attachment), g_object_ref (texture));
}

static Block *
add_block (BalieRequestPaper *self,
           Style              style,
           const char        *text)
{
  Block *block = g_new0 (Block, 1);

  block->style = style;
  block->text = g_strdup (text);
  g_ptr_array_add (self->blocks, block);

  return block;
}

static void
add_file (BalieRequestPaper     *self,
          const BalieAttachment *attachment)
{
  g_autofree char *name = balie_file_name_clean (attachment->name);
  g_autofree char *size = balie_texts_dup_size (attachment->size);
  /* Translators: on paper: the name of a file, then its size */
  g_autofree char *text = g_strdup_printf (_ ("Attachment: %s (%s)"), name, size);
  GdkTexture      *texture = g_hash_table_lookup (self->pictures, attachment->id);

  add_block (self, STYLE_FILE, text);
  if (texture != NULL)
    add_block (self, STYLE_FILE, "")->texture = g_object_ref (texture);
}

/* Paper is read on another day, so that it has whole dates: those as seen from long ago. */
static char *
dup_date (BalieRequestPaper *self,
          gint64             time)
{
  return balie_texts_dup_moment (time, 0, self->zone);
}

static void
add_message (BalieRequestPaper  *self,
             const BalieMessage *message)
{
  g_autofree char *date = dup_date (self, message->sent_at);
  g_autofree char *line = NULL;

  if (message->author == NULL || message->author->role == BALIE_ROLE_SYSTEM)
    {
      g_autofree char *sentence = balie_texts_dup_system (message->text, NULL);

      /* Translators: on paper: what happened to a request, then when */
      line = g_strdup_printf (_ ("%s · %s"), sentence, date);
      add_block (self, STYLE_SYSTEM, line);
      return;
    }

  /* Translators: on paper: the author of a message, then when it was sent */
  line = g_strdup_printf (_ ("%s · %s"), message->author->name, date);
  add_block (self, STYLE_AUTHOR, line);
  if (message->text != NULL && *message->text != '\0')
    add_block (self, STYLE_TEXT, message->text);
  for (guint i = 0; i < message->attachments->len; i++)
    add_file (self, g_ptr_array_index (message->attachments, i));
}

static void
add_heading (BalieRequestPaper *self)
{
  const BalieConversation *conversation = self->conversation;
  g_autofree char         *date = dup_date (self, conversation->created_at);
  g_autofree char         *number = g_strdup_printf ("%" G_GINT64_FORMAT, conversation->number);
  g_autofree char         *line = NULL;

  /* Translators: on paper, below the subject: the number of a request, "Problem" or "Question", when it was sent, its status */
  line = g_strdup_printf (_ ("#%s · %s · %s · %s"), number, balie_texts_get_kind (conversation->kind), date,
                          balie_texts_get_status (conversation->status));
  add_block (self, STYLE_TITLE, conversation->subject != NULL ? conversation->subject : "");
  add_block (self, STYLE_LINE, line);
}

static PangoLayout *
make_layout (BalieRequestPaper *self,
             PangoContext      *context,
             const Block       *block)
{
  PangoLayout          *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_from_string (styles[block->style].font);

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int)(self->width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, block->text, -1);
  pango_font_description_free (font);

  return layout;
}

static double
get_room (BalieRequestPaper *self)
{
  return self->height - FOOTER - self->y;
}

static void
turn_page (BalieRequestPaper *self)
{
  g_array_append_val (self->starts, self->pieces->len);
  self->n_pages++;
  self->y = 0;
}

static void
add_piece (BalieRequestPaper *self,
           guint              block,
           int                first_line,
           int                n_lines)
{
  Piece piece = {block, self->y, first_line, n_lines};

  g_array_append_val (self->pieces, piece);
}

static void
get_picture_size (GdkTexture *texture,
                  double     *width,
                  double     *height)
{
  double scale = MIN (1.0, MIN (PICTURE_WIDTH / (double)gdk_texture_get_width (texture), PICTURE_HEIGHT / (double)gdk_texture_get_height (texture)));

  *width = gdk_texture_get_width (texture) * scale;
  *height = gdk_texture_get_height (texture) * scale;
}

static void
place_picture (BalieRequestPaper *self,
               guint              index,
               GdkTexture        *texture)
{
  double width;
  double height;

  get_picture_size (texture, &width, &height);
  if (height > get_room (self))
    turn_page (self);
  add_piece (self, index, 0, 0);
  self->y += height;
}

static double
get_line_height (PangoLayoutLine *line)
{
  PangoRectangle extents;

  pango_layout_line_get_extents (line, NULL, &extents);

  return (double)extents.height / PANGO_SCALE;
}

/* Line by line, so that a long message goes on on the next page. */
static void
place_text (BalieRequestPaper *self,
            PangoContext      *context,
            guint              index,
            const Block       *block)
{
  g_autoptr (PangoLayout) layout = make_layout (self, context, block);
  int    first = 0;
  int    n_lines = pango_layout_get_line_count (layout);
  double y = self->y;

  for (int i = 0; i < n_lines; i++)
    {
      double height = get_line_height (pango_layout_get_line_readonly (layout, i));

      if (y > 0 && height > self->height - FOOTER - y)
        {
          if (i > first)
            add_piece (self, index, first, i - first);
          first = i;
          turn_page (self);
          y = 0;
        }
      y += height;
    }

  add_piece (self, index, first, n_lines - first);
  self->y = y;
}

/* The name of an author does not stay alone at the end of a page. */
static double
get_needed (const Block *block)
{
  return block->style == STYLE_AUTHOR ? 48 : 0;
}

guint
balie_request_paper_lay_out (BalieRequestPaper *self,
                             PangoContext      *context,
                             double             width,
                             double             height)
{
  g_return_val_if_fail (self != NULL, 0);

  g_ptr_array_set_size (self->blocks, 0);
  g_array_set_size (self->pieces, 0);
  g_array_set_size (self->starts, 0);
  self->width = width;
  self->height = height;
  self->n_pages = 0;
  turn_page (self);

  add_heading (self);
  for (guint i = 0; i < self->messages->len; i++)
    add_message (self, g_ptr_array_index (self->messages, i));

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = g_ptr_array_index (self->blocks, i);

      if (self->y > 0)
        self->y += styles[block->style].space;
      if (self->y > 0 && get_needed (block) > get_room (self))
        turn_page (self);

      if (block->texture != NULL)
        place_picture (self, i, block->texture);
      else
        place_text (self, context, i, block);
    }

  return self->n_pages;
}

static void
draw_picture (cairo_t    *cr,
              GdkTexture *texture,
              double      y)
{
  int              texture_width = gdk_texture_get_width (texture);
  int              texture_height = gdk_texture_get_height (texture);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, texture_width, texture_height);
  double           width;
  double           height;

  gdk_texture_download (texture, cairo_image_surface_get_data (surface), (gsize)cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  get_picture_size (texture, &width, &height);

  cairo_save (cr);
  cairo_translate (cr, 0, y);
  cairo_scale (cr, width / texture_width, height / texture_height);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

static void
draw_lines (BalieRequestPaper *self,
            PangoContext      *context,
            cairo_t           *cr,
            const Piece       *piece)
{
  const Block *block = g_ptr_array_index (self->blocks, piece->block);
  g_autoptr (PangoLayout) layout = make_layout (self, context, block);
  double grey = styles[block->style].grey;
  double y = piece->y;

  cairo_set_source_rgb (cr, grey, grey, grey);
  for (int i = piece->first_line; i < piece->first_line + piece->n_lines; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      PangoRectangle   extents;
      double           x = 0;

      pango_layout_line_get_extents (line, NULL, &extents);
      /* What is written from right to left begins there. */
      if (line->resolved_dir == PANGO_DIRECTION_RTL)
        x = self->width - (double)extents.width / PANGO_SCALE;
      cairo_move_to (cr, x, y - (double)extents.y / PANGO_SCALE);
      pango_cairo_show_layout_line (cr, line);
      y += (double)extents.height / PANGO_SCALE;
    }
}

static void
draw_footer (BalieRequestPaper *self,
             PangoContext      *context,
             cairo_t           *cr,
             guint              page)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->conversation->number);
  /* Translators: at the foot of a page on paper: the number of a request, then that of the page, then of how many */
  g_autofree char *text = g_strdup_printf (_ ("#%s · Page %u of %u"), number, page + 1, self->n_pages);
  Block            block = {STYLE_LINE, text, NULL};
  g_autoptr (PangoLayout) layout = make_layout (self, context, &block);

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  cairo_set_source_rgb (cr, styles[STYLE_LINE].grey, styles[STYLE_LINE].grey, styles[STYLE_LINE].grey);
  cairo_move_to (cr, 0, self->height - FOOTER / 2.0);
  pango_cairo_show_layout (cr, layout);
}

void
balie_request_paper_draw (BalieRequestPaper *self,
                          PangoContext      *context,
                          cairo_t           *cr,
                          guint              page)
{
  guint end;

  g_return_if_fail (self != NULL);
  g_return_if_fail (page < self->n_pages);

  end = page + 1 < self->n_pages ? g_array_index (self->starts, guint, page + 1) : self->pieces->len;
  for (guint i = g_array_index (self->starts, guint, page); i < end; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);
      const Block *block = g_ptr_array_index (self->blocks, piece->block);

      if (block->texture != NULL)
        draw_picture (cr, block->texture, piece->y);
      else
        draw_lines (self, context, cr, piece);
    }

  draw_footer (self, context, cr, page);
}

static cairo_status_t
write_cb (void                *closure,
          const unsigned char *data,
          unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

GBytes *
balie_request_paper_write_pdf (BalieRequestPaper *self,
                               double             width,
                               double             height,
                               double             margin)
{
  PangoContext    *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  GByteArray      *pdf = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, pdf, width, height);
  cairo_t         *cr = cairo_create (surface);
  guint            n_pages;

  /* Units of a PDF are points. */
  pango_cairo_context_set_resolution (context, POINTS_PER_INCH);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->conversation->subject != NULL ? self->conversation->subject : "");
  n_pages = balie_request_paper_lay_out (self, context, width - 2 * margin, height - 2 * margin);
  for (guint i = 0; i < n_pages; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, margin, margin);
      balie_request_paper_draw (self, context, cr, i);
      cairo_restore (cr);
      cairo_show_page (cr);
    }

  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  g_object_unref (context);

  return g_byte_array_free_to_bytes (pdf);
}
