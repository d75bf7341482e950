/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_entity.h"

#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

/* Of all headers and boundaries together. */
enum { ENTITY_TEXT_MAX = 64 * 1024 * 1024 };

smtpc_entity *smtpc_entity_new(const smtpc_mem *mem)
{
	smtpc_entity *entity = smtpc_zalloc(mem, sizeof *entity);
	if (entity != NULL) {
		entity->mem = mem;
		entity->refs = 1;
		smtpc_buf_init(&entity->fields, mem, ENTITY_TEXT_MAX);
		smtpc_buf_init(&entity->text, mem, ENTITY_TEXT_MAX);
	}
	return entity;
}

smtpc_entity *smtpc_entity_ref(smtpc_entity *entity)
{
	if (entity != NULL) {
		entity->refs++;
	}
	return entity;
}

void smtpc_entity_unref(smtpc_entity *entity)
{
	if (entity == NULL || --entity->refs > 0) {
		return;
	}
	for (size_t i = 0; i < entity->count; i++) {
		smtpc_content_unref(entity->segments[i].content);
	}
	smtpc_entity_unref(entity->sealed);
	smtpc_free(entity->mem, entity->segments);
	smtpc_buf_free(&entity->fields);
	smtpc_buf_free(&entity->text);
	smtpc_free(entity->mem, entity);
}

static int entity_add(smtpc_entity *entity, const smtpc_segment *segment)
{
	if (entity->count == entity->room) {
		size_t room = entity->room > 0 ? entity->room * 2 : 8;
		smtpc_segment *more =
			smtpc_realloc_array(entity->mem, entity->segments, room, sizeof *more);
		if (more == NULL) {
			return SMTPC_E_NOMEM;
		}
		entity->segments = more;
		entity->room = room;
	}
	entity->segments[entity->count++] = *segment;
	smtpc_content_ref(segment->content);
	return SMTPC_OK;
}

int smtpc_entity_end_text(smtpc_entity *entity)
{
	size_t len = smtpc_buf_len(&entity->text) - entity->text_done;
	if (len == 0) {
		return SMTPC_OK;
	}
	smtpc_segment segment = {.offset = entity->text_done, .len = len, .size = (int64_t)len};
	entity->text_done += len;
	return entity_add(entity, &segment);
}

smtpc_transfer smtpc_transfer_of(const smtpc_content *content, smtpc_encoding encoding)
{
	switch (encoding) {
	case SMTPC_ENC_AUTO:
		return content->verbatim;
	case SMTPC_ENC_8BIT:
		return SMTPC_TRANSFER_8BIT;
	case SMTPC_ENC_BINARY:
		return SMTPC_TRANSFER_BINARY;
	default:
		return SMTPC_TRANSFER_7BIT;
	}
}

int smtpc_entity_add_content(smtpc_entity *entity, smtpc_content *content, const smtpc_slice *slice)
{
	if (smtpc_entity_end_text(entity) < 0) {
		return SMTPC_E_NOMEM;
	}
	smtpc_transfer need = smtpc_transfer_of(content, slice->encoding);
	entity->need = need > entity->need ? need : entity->need;
	smtpc_segment segment = {.content = content, .slice = *slice, .size = -1};
	return entity_add(entity, &segment);
}

/* ---- Looking ------------------------------------------------------------- */

static int segment_measure(smtpc_segment *segment, smtpc_error *err)
{
	const smtpc_slice *slice = &segment->slice;
	if (slice->span >= 0) {
		/* Whoever cut it knows its size; cuts are right only where they were made. */
		const smtpc_content *content = segment->content;
		return slice->look.stable && !smtpc_look_same(&slice->look, &content->look)
			? smtpc_content_fail(content, " has changed since it was read", err)
			: SMTPC_OK;
	}
	return smtpc_content_size(segment->content, slice->encoding, &segment->size, err);
}

int smtpc_entity_look(smtpc_entity *entity, bool *changed, smtpc_error *err)
{
	bool any = false;
	for (size_t i = 0; i < entity->count; i++) {
		smtpc_segment *segment = &entity->segments[i];
		if (segment->content == NULL) {
			continue;
		}
		int rc = smtpc_content_look(segment->content, &any, err);
		rc = rc == SMTPC_OK ? segment_measure(segment, err) : rc;
		if (rc < 0) {
			return rc;
		}
	}
	if (any) {
		entity->generation++;
		entity->hashed = false;
		smtpc_entity_unref(entity->sealed);
		entity->sealed = NULL;
		*changed = true;
	}
	return SMTPC_OK;
}

int64_t smtpc_entity_body_size(const smtpc_entity *entity)
{
	int64_t size = 0;
	for (size_t i = 0; i < entity->count; i++) {
		int64_t more = entity->segments[i].size;
		if (more < 0 || size > INT64_MAX - more) {
			return -1;
		}
		size += more;
	}
	return size;
}

bool smtpc_entity_is_stable(const smtpc_entity *entity)
{
	for (size_t i = 0; i < entity->count; i++) {
		const smtpc_content *content = entity->segments[i].content;
		if (content != NULL && smtpc_content_is_origin(content) && !content->look.stable) {
			return false;
		}
	}
	return true;
}
