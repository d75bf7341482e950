/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A batch: jobs in a queue, lanes that take them, and one wait for all lanes. A step costs what the
 * lanes that have something to do cost, however many there are. */
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "net/smtpc_alarms.h"
#include "net/smtpc_client.h"
#include "net/smtpc_poller.h"
#include "net/smtpc_sock.h"
#include "proto/smtpc_job.h"

/* After so many turns without news the caller is asked whether it goes on (a signal, a limit), and
 * descriptors are looked at though there are lanes that need not wait. */
enum { TURNS_MAX = 64 };

typedef struct batch_lane batch_lane;
typedef struct batch_ticket batch_ticket;

/* A job in the batch. */
struct batch_ticket {
	smtpc_batch *batch;
	smtpc_job *job;
	void *user;
	batch_lane *lane; /* NULL: it waits, or has ended without one */
	bool ended;
	bool aborted;  /* by the caller: it is not tried again */
	unsigned cuts; /* the batch's when it began */
	batch_ticket *prev, *next;
};

typedef struct ticket_list {
	batch_ticket *first, *last;
} ticket_list;

/* In which list a lane is. */
typedef enum lane_place {
	LANE_CLOSED, /* without a client */
	LANE_IDLE,   /* with nothing to do; the last to be idle is the first to be taken */
	LANE_ROOMY,  /* busy, and would take another job */
	LANE_FULL,
	LANE_PLACES
} lane_place;

struct batch_lane {
	unsigned slot;
	smtpc_client *client;
	size_t jobs; /* that it has */
	lane_place place;
	batch_lane *prev, *next;             /* in its place */
	bool ready;                          /* in the batch's list of those that can go on */
	batch_lane *prev_ready, *next_ready; /* in it */
	bool waited;         /* its content has waited for a mail that may follow on it */
	ticket_list tickets;                 /* in the order in which it has got them, and ends them */
	uint64_t wire;                       /* of the client, as it was last waited for */
	double due;                          /* until when it waits; its alarm may be earlier */
};

typedef struct lane_list {
	batch_lane *first, *last;
} lane_list;

struct smtpc_batch {
	const smtpc_mem *mem;
	smtpc_client *model; /* lanes are made like it */
	smtpc_poller *poller;
	smtpc_alarms alarms;
	batch_lane *lanes;
	unsigned lane_count; /* as wished */
	unsigned limit;      /* as the server bears */
	unsigned open, busy; /* lanes with a client, and of them with jobs */
	lane_list places[LANE_PLACES];
	lane_list ready;
	ticket_list queue, ended;
	size_t count;
	unsigned cuts; /* how often the limit was lowered for a refused mail */
	bool more;
	bool collected;  /* descriptors have been looked at since the last WAIT */
	bool exposed;    /* somebody waits for the poller's descriptor */
	double alarm_at; /* as the poller has it; 0: none */
	unsigned turns;
	batch_lane *asking; /* the one that SOURCE or TOKEN was about */
	batch_lane *spent;  /* to be closed when the caller has seen it */
	bool inside;
	double skew, interval, next_at; /* of max_per_second; the clock is put forward if |inside| */
	long process;
};

/* ---- lists --------------------------------------------------------------- */

static void ticket_push(ticket_list *list, batch_ticket *t, bool front)
{
	t->prev = front ? NULL : list->last;
	t->next = front ? list->first : NULL;
	*(t->prev != NULL ? &t->prev->next : &list->first) = t;
	*(t->next != NULL ? &t->next->prev : &list->last) = t;
}

static void ticket_remove(ticket_list *list, batch_ticket *t)
{
	*(t->prev != NULL ? &t->prev->next : &list->first) = t->next;
	*(t->next != NULL ? &t->next->prev : &list->last) = t->prev;
}

static void lane_link(smtpc_batch *b, batch_lane *lane, lane_place place)
{
	lane_list *list = &b->places[place];
	bool front = place == LANE_IDLE || place == LANE_CLOSED;
	lane->place = place;
	lane->prev = front ? NULL : list->last;
	lane->next = front ? list->first : NULL;
	*(lane->prev != NULL ? &lane->prev->next : &list->first) = lane;
	*(lane->next != NULL ? &lane->next->prev : &list->last) = lane;
}

static void lane_move(smtpc_batch *b, batch_lane *lane, lane_place place)
{
	lane_list *list = &b->places[lane->place];
	if (lane->place != place) {
		*(lane->prev != NULL ? &lane->prev->next : &list->first) = lane->next;
		*(lane->next != NULL ? &lane->next->prev : &list->last) = lane->prev;
		lane_link(b, lane, place);
	}
}

static void ready_push(smtpc_batch *b, batch_lane *lane)
{
	if (!lane->ready) {
		lane->ready = true;
		lane->next_ready = NULL;
		lane->prev_ready = b->ready.last;
		*(b->ready.last != NULL ? &b->ready.last->next_ready : &b->ready.first) = lane;
		b->ready.last = lane;
	}
}

static void ready_remove(smtpc_batch *b, batch_lane *lane)
{
	if (lane->ready) {
		lane->ready = false;
		*(lane->prev_ready != NULL ? &lane->prev_ready->next_ready : &b->ready.first) =
			lane->next_ready;
		*(lane->next_ready != NULL ? &lane->next_ready->prev_ready : &b->ready.last) =
			lane->prev_ready;
	}
}

/* ---- lanes --------------------------------------------------------------- */

/* Whether a lane takes another job while it is busy. Not before its connection has proved good. */
static bool lane_has_room(const batch_lane *lane)
{
	return smtpc_client_is_under_way(lane->client) && smtpc_client_has_room(lane->client);
}

/* The job that the lane's client speaks of. */
static batch_ticket *ticket_of(const batch_lane *lane, const smtpc_event *event)
{
	return event->job != NULL ? event->job->ticket : lane->tickets.first;
}

static void lane_sort(smtpc_batch *b, batch_lane *lane)
{
	lane_place place = lane->jobs == 0 ? LANE_IDLE : lane_has_room(lane) ? LANE_ROOMY : LANE_FULL;
	lane_move(b, lane, place);
}

static void lane_close(smtpc_batch *b, batch_lane *lane)
{
	ready_remove(b, lane);
	smtpc_alarms_unset(&b->alarms, lane->slot);
	smtpc_poller_forget(b->poller, lane->slot);
	smtpc_client_free(lane->client);
	lane->client = NULL;
	lane->wire = 0;
	lane_move(b, lane, LANE_CLOSED);
	b->open--;
}

/* NOMEM. */
static int lane_open(smtpc_batch *b, batch_lane *lane, smtpc_error *err)
{
	smtpc_client_turn(b->model);
	lane->client = smtpc_client_new_like(b->model, err);
	if (lane->client == NULL) {
		return SMTPC_E_NOMEM;
	}
	b->open++;
	lane_move(b, lane, LANE_IDLE);
	return SMTPC_OK;
}

static void close_surplus(smtpc_batch *b)
{
	while (b->open > b->limit && b->places[LANE_IDLE].first != NULL) {
		lane_close(b, b->places[LANE_IDLE].last);
	}
}

/* ---- life ---------------------------------------------------------------- */

static int set_up(smtpc_batch *b, const smtpc_client *like, unsigned connections, smtpc_error *err)
{
	int rv = smtpc_alarms_init(&b->alarms, b->mem, connections);
	b->lanes = smtpc_zalloc(b->mem, connections * sizeof *b->lanes);
	b->poller = smtpc_poller_new(b->mem, connections, SMTPC_POLLER_BEST);
	if (rv < 0 || b->lanes == NULL || b->poller == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	b->model = smtpc_client_new_like(like, err);
	if (b->model == NULL) {
		return SMTPC_E_NOMEM;
	}
	b->lane_count = b->limit = connections;
	for (unsigned i = connections; i-- > 0;) {
		b->lanes[i].slot = i;
		lane_link(b, &b->lanes[i], LANE_CLOSED);
	}
	b->inside = smtpc_client_is_inside(b->model);
	b->interval = smtpc_client_interval(like);
	b->process = smtpc_process_id();
	return SMTPC_OK;
}

smtpc_batch *smtpc_batch_new(const smtpc_client *like, unsigned connections, smtpc_error *err)
{
	const smtpc_mem *mem = smtpc_client_mem(like);
	if (connections == 0 || connections > SMTPC_BATCH_CONNECTIONS_MAX) {
		(void)smtpc_fail(
			err, SMTPC_E_ARGUMENT, "connections must be 1 to %d", (int)SMTPC_BATCH_CONNECTIONS_MAX);
		return NULL;
	}
	smtpc_batch *b = smtpc_zalloc(mem, sizeof *b);
	if (b == NULL) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	b->mem = mem;
	if (set_up(b, like, connections, err) < 0) {
		smtpc_batch_free(b);
		return NULL;
	}
	return b;
}

static void ticket_free(batch_ticket *t)
{
	t->job->ticket = NULL;
	smtpc_free(t->batch->mem, t);
}

static void free_tickets(ticket_list *list)
{
	while (list->first != NULL) {
		batch_ticket *t = list->first;
		ticket_remove(list, t);
		ticket_free(t);
	}
}

void smtpc_batch_free(smtpc_batch *b)
{
	if (b == NULL) {
		return;
	}
	for (unsigned i = 0; i < b->lane_count; i++) {
		smtpc_client_free(b->lanes[i].client);
		free_tickets(&b->lanes[i].tickets);
	}
	free_tickets(&b->queue);
	free_tickets(&b->ended);
	smtpc_client_free(b->model);
	smtpc_poller_free(b->poller);
	smtpc_alarms_free(&b->alarms);
	smtpc_free(b->mem, b->lanes);
	smtpc_free(b->mem, b);
}

/* ---- forks --------------------------------------------------------------- */

static void end_ticket(smtpc_batch *b, batch_ticket *t, int code, const char *message)
{
	smtpc_error err;
	(void)smtpc_fail(&err, code, message != NULL ? "%s" : NULL, message);
	smtpc_job_fail(t->job, &err, NULL, false);
	t->ended = true;
	ticket_push(&b->ended, t, false);
}

/* All its jobs end, and none of them is tried again. */
static void abort_lane(smtpc_batch *b, batch_lane *lane, int code, const char *message)
{
	for (batch_ticket *t = lane->tickets.first; t != NULL; t = t->next) {
		t->aborted = true;
	}
	smtpc_client_abort(lane->client, code, message);
	lane_sort(b, lane);
	ready_push(b, lane);
}

/* In the child of a fork everything that was there belongs to the parent, which goes on with it:
 * nothing is said, and nothing is sent a second time. */
static void disown(smtpc_batch *b)
{
	static const char why[] = "the mail belongs to the process that began it";
	smtpc_poller_reopen(b->poller);
	b->process = smtpc_process_id();
	b->exposed = false;
	b->alarm_at = 0;
	while (b->queue.first != NULL) {
		batch_ticket *t = b->queue.first;
		ticket_remove(&b->queue, t);
		end_ticket(b, t, SMTPC_E_LOST, why);
	}
	for (unsigned i = 0; i < b->lane_count; i++) {
		batch_lane *lane = &b->lanes[i];
		lane->wire = 0;
		if (lane->client != NULL && lane->jobs > 0) {
			abort_lane(b, lane, SMTPC_E_LOST, why);
		} else if (lane->client != NULL) {
			smtpc_client_forget(lane->client);
		}
	}
}

static void mind_forks(smtpc_batch *b)
{
	if (b->process != smtpc_process_id()) {
		disown(b);
	}
}

/* ---- asking -------------------------------------------------------------- */

void smtpc_batch_stir(smtpc_batch *b)
{
	if (b->exposed && (b->alarm_at <= 0 || b->alarm_at > smtpc_clock())) {
		b->alarm_at = smtpc_clock();
		smtpc_poller_alarm(b->poller, 0);
	}
}

int smtpc_batch_add(smtpc_batch *b, smtpc_job *job, void *user, smtpc_error *err)
{
	if (job->rcpt_count == 0) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the job has no recipient");
	}
	if (job->concluded || job->ticket != NULL) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the job is in a batch or has been sent before");
	}
	mind_forks(b);
	batch_ticket *t = smtpc_zalloc(b->mem, sizeof *t);
	if (t == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	*t = (batch_ticket){.batch = b, .job = job, .user = user};
	job->ticket = t;
	b->count++;
	ticket_push(&b->queue, t, false);
	smtpc_batch_stir(b);
	return SMTPC_OK;
}

size_t smtpc_batch_count(const smtpc_batch *b)
{
	return b->count;
}

void smtpc_batch_feed(smtpc_batch *b, bool more)
{
	b->more = more;
	if (more) {
		mind_forks(b);
		smtpc_batch_stir(b);
	}
}

/* ---- giving jobs to lanes ------------------------------------------------ */

static double batch_now(const smtpc_batch *b)
{
	return smtpc_clock() + b->skew;
}

/* How long until the rate allows another mail; put forward where nobody would wait for it. */
static double pause_left(smtpc_batch *b)
{
	if (b->interval <= 0) {
		return 0;
	}
	double left = b->next_at - batch_now(b);
	if (left > 0 && b->inside && b->busy == 0) {
		b->skew += left;
		left = 0;
	}
	return left > 0 ? left : 0;
}

/* While there are too many lanes, the busy ones are let run empty. */
static bool is_room_to_be_had(const smtpc_batch *b)
{
	return b->places[LANE_ROOMY].first != NULL && b->open <= b->limit;
}

static bool lane_is_to_be_had(const smtpc_batch *b)
{
	return b->places[LANE_IDLE].first != NULL || b->open < b->limit || is_room_to_be_had(b);
}

/* Idle lanes first, then new ones, then those with room, in turn. NULL: none is to be had. */
static batch_lane *take_lane(smtpc_batch *b, smtpc_error *err)
{
	if (b->places[LANE_IDLE].first == NULL && b->open < b->limit &&
		lane_open(b, b->places[LANE_CLOSED].first, err) < 0) {
		b->limit = b->open > 0 ? b->open : 1;
	}
	batch_lane *lane = b->places[LANE_IDLE].first;
	return lane == NULL && is_room_to_be_had(b) ? b->places[LANE_ROOMY].first : lane;
}

static void give(smtpc_batch *b, batch_lane *lane, batch_ticket *t)
{
	smtpc_error err;
	ticket_remove(&b->queue, t);
	if (smtpc_client_send(lane->client, t->job, &err) < 0) {
		end_ticket(b, t, err.code, err.message);
		return;
	}
	t->lane = lane;
	t->cuts = b->cuts;
	ticket_push(&lane->tickets, t, false);
	b->busy += lane->jobs++ == 0;
	lane_move(b, lane, LANE_FULL);
	lane_sort(b, lane);
	ready_push(b, lane);
	if (b->interval > 0) {
		double now = batch_now(b);
		b->next_at = (b->next_at > now ? b->next_at : now) + b->interval;
	}
}

static void deal(smtpc_batch *b)
{
	smtpc_error err;
	while (b->queue.first != NULL && lane_is_to_be_had(b) && pause_left(b) <= 0) {
		batch_lane *lane = take_lane(b, &err);
		if (lane != NULL) {
			give(b, lane, b->queue.first);
		} else if (b->open == 0) {
			batch_ticket *t = b->queue.first;
			ticket_remove(&b->queue, t);
			end_ticket(b, t, err.code, err.message);
		}
	}
}

static bool is_hungry(smtpc_batch *b)
{
	return b->more && b->queue.first == NULL && lane_is_to_be_had(b) && pause_left(b) <= 0;
}

/* ---- what came of a job -------------------------------------------------- */

/* The server (or its system) would not have another connection, for now; nothing was begun. */
static bool is_refused_connection(const smtpc_error *err)
{
	if (err->outcome != SMTPC_NOT_SENT || !err->transient || err->stage > SMTPC_STAGE_AUTH) {
		return false;
	}
	switch (err->code) {
	case SMTPC_E_CONNECT:
	case SMTPC_E_LOST:
	case SMTPC_E_GREETING:
	case SMTPC_E_EHLO:
	case SMTPC_E_AUTH_REFUSED:
		return true;
	default:
		return false;
	}
}

/* RFC 5321 §3.8: 421 closes the connection; RFC 3463 §3.8: 4.7.x is policy, such as a rate; 432 is
 * said where there are too many at once. */
static bool asks_for_less(const smtpc_result *result)
{
	const smtpc_reply *reply = &result->reply;
	return result->error.code != 0 &&
		(reply->code == 421 || reply->code == 432 || strncmp(reply->enhanced, "4.7.", 4) == 0);
}

/* What was under way when the limit was lowered knows nothing of it, and lowers it no more. */
static void heed(smtpc_batch *b, const batch_ticket *t)
{
	if (asks_for_less(smtpc_job_result(t->job)) && t->cuts == b->cuts) {
		unsigned lanes = b->open < b->limit ? b->open : b->limit;
		b->limit = lanes > 1 ? lanes - 1 : 1;
		b->cuts++;
	}
}

/* True: the job goes over another lane. */
static bool try_elsewhere(smtpc_batch *b, batch_lane *lane, batch_ticket *t)
{
	if (t->aborted || !is_refused_connection(&smtpc_job_result(t->job)->error)) {
		return false;
	}
	unsigned others = b->open > 1 ? b->open - 1 : 1;
	b->limit = others < b->limit ? others : b->limit;
	if (b->open <= 1 || smtpc_job_rewind(t->job) < 0) {
		return false;
	}
	t->lane = NULL;
	ticket_push(&b->queue, t, true);
	if (lane->jobs == 0) {
		lane_close(b, lane);
	} else {
		ready_push(b, lane);
	}
	return true;
}

static void report(smtpc_batch *b, batch_ticket *t, batch_lane *lane, smtpc_batch_event *event)
{
	*event = (smtpc_batch_event){.kind = SMTPC_BATCH_DONE, .job = t->job, .user = t->user};
	event->lane = lane != NULL ? lane->client : NULL;
	b->count--;
	ticket_free(t);
}

/* True: |event| is for the caller. */
static bool settle(
	smtpc_batch *b, batch_lane *lane, const smtpc_event *got, smtpc_batch_event *event)
{
	batch_ticket *t = ticket_of(lane, got);
	ticket_remove(&lane->tickets, t);
	b->busy -= --lane->jobs == 0;
	smtpc_alarms_unset(&b->alarms, lane->slot);
	lane_sort(b, lane);
	if (try_elsewhere(b, lane, t)) {
		return false;
	}
	heed(b, t);
	if (lane->jobs > 0) {
		ready_push(b, lane);
	}
	b->spent = lane->jobs == 0 && b->open > b->limit ? lane : NULL;
	report(b, t, lane, event);
	return true;
}

/* ---- stepping ------------------------------------------------------------ */

/* A lane waits: for its descriptor, or for the time. */
static void park(smtpc_batch *b, batch_lane *lane, const smtpc_event *event)
{
	if (event->fd < 0 && event->timeout <= 0) {
		ready_push(b, lane);
		return;
	}
	uint64_t wire = smtpc_client_wire(lane->client);
	double due = smtpc_clock() + event->timeout;
	if (event->fd >= 0 &&
		!smtpc_poller_watch(b->poller, lane->slot, event->fd, event->read, event->write,
			wire == 0 || wire != lane->wire)) {
		/* Cannot be waited for: it is looked at now and then. */
		due = smtpc_clock() + (event->timeout < 0.02 ? event->timeout : 0.02);
	}
	lane->wire = wire;
	lane->due = due;
	/* Limits are put off with every reply: an alarm that comes too early is set anew then. */
	if (!smtpc_alarms_is_set(&b->alarms, lane->slot) || b->alarms.at[lane->slot] > due) {
		smtpc_alarms_set(&b->alarms, lane->slot, due);
	}
}

/* Before its content goes out, a lane that could take another mail is given it: then the envelope of
 * that leaves behind the content, in one write. Once for each content. */
static bool waits_for_next(smtpc_batch *b, batch_lane *lane)
{
	lane_sort(b, lane);
	bool waits = !lane->waited && lane->place == LANE_ROOMY && is_room_to_be_had(b) &&
		(b->queue.first != NULL || b->more);
	lane->waited = waits;
	if (waits) {
		ready_push(b, lane);
	}
	return waits;
}

/* One turn of a lane that can go on. True: |event| is for the caller. */
static bool run_lane(smtpc_batch *b, batch_lane *lane, smtpc_batch_event *event)
{
	smtpc_event got;
	ready_remove(b, lane);
	smtpc_client_step(lane->client, &got);
	switch (got.kind) {
	case SMTPC_EV_WAIT:
		lane_sort(b, lane);
		park(b, lane, &got);
		return false;
	case SMTPC_EV_SOURCE:
	case SMTPC_EV_TOKEN:
		if (got.kind == SMTPC_EV_SOURCE && waits_for_next(b, lane)) {
			return false;
		}
		*event = (smtpc_batch_event){.kind = SMTPC_BATCH_TOKEN, .renew = got.renew};
		if (got.kind == SMTPC_EV_SOURCE) {
			*event = (smtpc_batch_event){.kind = SMTPC_BATCH_SOURCE,
				.job = ticket_of(lane, &got)->job,
				.user = ticket_of(lane, &got)->user,
				.given = got.given,
				.size = got.size};
		}
		event->lane = lane->client;
		b->asking = lane;
		ready_push(b, lane);
		return true;
	case SMTPC_EV_DONE:
		return settle(b, lane, &got, event);
	}
	return false;
}

/* An idle lane's server has said something, or hung up. */
static void look_at_idle(smtpc_batch *b, batch_lane *lane)
{
	if (!smtpc_client_is_connected(lane->client)) {
		smtpc_poller_forget(b->poller, lane->slot);
		smtpc_client_forget(lane->client);
		lane->wire = 0;
	}
}

static void wake(smtpc_batch *b, unsigned slot)
{
	batch_lane *lane = &b->lanes[slot];
	if (lane->client == NULL) {
		smtpc_poller_forget(b->poller, slot);
	} else if (lane->jobs == 0) {
		look_at_idle(b, lane);
	} else {
		ready_push(b, lane);
	}
}

static void wake_due(smtpc_batch *b)
{
	unsigned slot;
	double at, now = smtpc_clock();
	while (smtpc_alarms_first(&b->alarms, &slot, &at) && at <= now) {
		batch_lane *lane = &b->lanes[slot];
		if (lane->due > now) {
			smtpc_alarms_set(&b->alarms, slot, lane->due);
		} else {
			smtpc_alarms_unset(&b->alarms, slot);
			ready_push(b, lane);
		}
	}
}

static int collect(smtpc_batch *b, double seconds)
{
	unsigned slots[64];
	int n = smtpc_poller_wait(b->poller, seconds, slots, 64);
	for (int i = 0; i < n; i++) {
		wake(b, slots[i]);
	}
	if (b->alarm_at > 0 && b->alarm_at <= smtpc_clock()) {
		b->alarm_at = 0;
	}
	wake_due(b);
	b->collected = true;
	b->turns = 0;
	return n;
}

static double time_left(smtpc_batch *b)
{
	unsigned slot;
	double at, left = 3600;
	if (b->ready.first != NULL) {
		return 0;
	}
	if (smtpc_alarms_first(&b->alarms, &slot, &at)) {
		double until = at - smtpc_clock();
		left = until < left ? until : left;
	}
	if ((b->queue.first != NULL || b->more) && lane_is_to_be_had(b)) {
		double pause = pause_left(b);
		left = pause < left ? pause : left;
	}
	return left > 0 ? left : 0;
}

static void wait_for(smtpc_batch *b, smtpc_batch_event *event)
{
	*event = (smtpc_batch_event){.kind = SMTPC_BATCH_WAIT, .timeout = time_left(b)};
	b->collected = false;
	b->turns = 0;
	double at = smtpc_clock() + event->timeout;
	/* Half a millisecond is not worth a system call. */
	if (b->exposed && (b->alarm_at <= 0 || b->alarm_at > at + 0.0005)) {
		smtpc_poller_alarm(b->poller, event->timeout);
		b->alarm_at = at;
	}
}

static void report_ended(smtpc_batch *b, smtpc_batch_event *event)
{
	batch_ticket *t = b->ended.first;
	ticket_remove(&b->ended, t);
	report(b, t, NULL, event);
}

/* A lane that had its last job, seen by the caller, and others that are too many. */
static void close_spent(smtpc_batch *b)
{
	if (b->spent != NULL) {
		b->spent = NULL;
		close_surplus(b);
	}
}

void smtpc_batch_step(smtpc_batch *b, smtpc_batch_event *event)
{
	mind_forks(b);
	b->asking = NULL;
	close_spent(b);
	for (;;) {
		deal(b);
		if (b->ended.first != NULL) {
			report_ended(b, event);
			return;
		}
		bool ask = b->ready.first == NULL || b->turns >= b->open ||
			b->ready.first->place == LANE_ROOMY;
		if (ask && is_hungry(b)) {
			*event = (smtpc_batch_event){.kind = SMTPC_BATCH_HUNGRY};
			b->turns = 0;
			return;
		}
		if (b->ready.first == NULL && !b->collected) {
			(void)collect(b, 0);
		}
		if (b->ready.first == NULL || b->turns >= TURNS_MAX + b->open) {
			wait_for(b, event);
			return;
		}
		b->turns++;
		if (run_lane(b, b->ready.first, event)) {
			return;
		}
	}
}

int smtpc_batch_fd(smtpc_batch *b)
{
	mind_forks(b);
	b->exposed = smtpc_poller_fd(b->poller) >= 0;
	if (b->exposed && b->alarm_at <= 0) {
		b->alarm_at = smtpc_clock();
		smtpc_poller_alarm(b->poller, 0);
	}
	return smtpc_poller_fd(b->poller);
}

int smtpc_batch_wait(smtpc_batch *b, double seconds)
{
	mind_forks(b);
	int n = collect(b, b->ready.first != NULL ? 0 : seconds);
	return n < 0 ? -1 : n > 0 || b->ready.first != NULL;
}

/* ---- answering ----------------------------------------------------------- */

void smtpc_batch_pull(smtpc_batch *b)
{
	if (b->asking != NULL) {
		smtpc_client_pull(b->asking->client);
	}
}

void smtpc_batch_token(smtpc_batch *b, smtpc_str token)
{
	if (b->asking != NULL) {
		smtpc_client_token(b->asking->client, token);
	}
}

bool smtpc_batch_cancel(smtpc_batch *b, smtpc_job *job, int code, const char *message)
{
	mind_forks(b);
	batch_ticket *t = job->ticket;
	if (t == NULL || t->batch != b || t->ended || t->aborted) {
		return false;
	}
	if (t->lane == NULL) {
		ticket_remove(&b->queue, t);
		end_ticket(b, t, code, message);
	} else if (!smtpc_client_cancel(t->lane->client, job, code, message)) {
		return false;
	} else {
		t->aborted = true;
		ready_push(b, t->lane);
	}
	smtpc_batch_stir(b);
	return true;
}

void smtpc_batch_abort(smtpc_batch *b, int code, const char *message)
{
	while (b->queue.first != NULL) {
		batch_ticket *t = b->queue.first;
		ticket_remove(&b->queue, t);
		end_ticket(b, t, code, message);
	}
	for (unsigned i = 0; i < b->lane_count; i++) {
		batch_lane *lane = &b->lanes[i];
		if (lane->jobs > 0) {
			abort_lane(b, lane, code, message);
		}
	}
	smtpc_batch_stir(b);
}
