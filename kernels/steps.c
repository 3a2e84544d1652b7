/* The steps of a greedy transition parser or name finder over a batch of sentences: transforms/parse/language/greedy.py.

   The states and moves are those of spaCy 3.8 (arc_eager.pyx, ner.pyx, _state.pxd) for documents of one sentence in
   which nothing is set beforehand. */
#include "kernels.h"

enum { SHIFT, REDUCE, LEFT, RIGHT, BREAK };
enum { MISSING, BEGIN, IN, LAST, UNIT, OUT };
enum { MOST_MOVES = 8, MOST_FEATURES = 13, NONE = -1 };

typedef struct {
    int offset, length; /* its tokens among those of the batch */
    int next;           /* first token that no step has taken */
    int stacked, waiting, names;
    int open; /* whether the last name has no end yet */
} State;

typedef struct {
    PyObject_HEAD
    Py_buffer moves, labels, table, bias;
    int is_parser, classes, features, width, pieces, count, unfinished;
    State *states;
    int *order; /* numbers of the unfinished states */
    char *blank;
    int *stack, *buffer, *heads, *class_of, *last_left, *last_right, *before, *starts, *ends;
    char *unshiftable;
    float *sums;
} Steps;

static int stack_at(const Steps *self, const State *state, int depth)
{
    return depth < state->stacked ? self->stack[state->offset + state->stacked - 1 - depth] : NONE;
}

static int buffer_at(const Steps *self, const State *state, int place)
{
    if (place < state->waiting)
        return self->buffer[state->offset + state->waiting - 1 - place];
    place += state->next - state->waiting;
    return place < state->length ? place : NONE;
}

static int buffered(const State *state)
{
    return state->length - state->next + state->waiting;
}

static int is_final(const State *state)
{
    return state->stacked <= 0 && buffered(state) == 0;
}

static int child_of(const Steps *self, const State *state, const int *last, int head, int number)
{
    if (head < 0)
        return NONE;
    int child = last[state->offset + head];
    while (child != NONE && --number)
        child = self->before[state->offset + child];
    return child;
}

static void push(Steps *self, State *state)
{
    int token = state->waiting ? self->buffer[state->offset + --state->waiting] : state->next++;
    self->stack[state->offset + state->stacked++] = token;
}

static void add_arc(Steps *self, State *state, int head, int child, int class)
{
    int *heads = self->heads + state->offset, *before = self->before + state->offset;
    int old = heads[child];
    if (old != NONE) {
        int *link = (old > child ? self->last_left : self->last_right) + state->offset + old;
        while (*link != child)
            link = before + *link;
        *link = before[child];
    }
    int *last = (head > child ? self->last_left : self->last_right) + state->offset + head;
    before[child] = *last;
    *last = child;
    heads[child] = head;
    self->class_of[state->offset + child] = class;
}

static void look(const Steps *self, const State *state, int *ids)
{
    if (!self->is_parser) {
        ids[0] = buffer_at(self, state, 0);
        ids[1] = state->open ? self->starts[state->offset + state->names - 1] : NONE;
        ids[2] = ids[0] == NONE || ids[1] == NONE ? NONE : ids[0] - 1;
        return;
    }
    const int *left = self->last_left, *right = self->last_right;
    int b0 = buffer_at(self, state, 0), s0 = stack_at(self, state, 0), s1 = stack_at(self, state, 1);
    ids[0] = b0;
    ids[1] = buffer_at(self, state, 1);
    ids[2] = s0;
    ids[3] = s1;
    ids[4] = stack_at(self, state, 2);
    if (self->features == 8) {
        ids[5] = child_of(self, state, left, b0, 1);
        ids[6] = child_of(self, state, left, s0, 1);
        ids[7] = child_of(self, state, right, s0, 1);
        return;
    }
    ids[5] = child_of(self, state, left, s0, 1);
    ids[6] = child_of(self, state, right, s0, 1);
    ids[7] = child_of(self, state, left, b0, 1);
    ids[8] = child_of(self, state, right, s0, 2);
    ids[9] = child_of(self, state, left, s1, 1);
    ids[10] = child_of(self, state, left, s1, 2);
    ids[11] = child_of(self, state, right, s1, 1);
    ids[12] = child_of(self, state, right, s1, 2);
}

static void valid_for_parser(const Steps *self, const State *state, char *valid)
{
    int b0 = buffer_at(self, state, 0), left = buffered(state), depth = state->stacked;
    valid[SHIFT] = depth == 0 || (left >= 2 && b0 != 0 && !self->unshiftable[state->offset + b0]);
    valid[REDUCE] = depth != 0 && (left == 0 || depth != 1 || b0 == 0);
    valid[LEFT] = valid[RIGHT] = depth != 0 && left != 0 && b0 != 0;
    valid[BREAK] = 0; /* a document is one sentence */
}

static void valid_for_names(const Steps *self, const State *state, char *valid)
{
    int b0 = buffer_at(self, state, 0), left = buffered(state);
    char blank = self->blank[state->offset + b0];
    valid[MISSING] = 0;
    valid[BEGIN] = !state->open && left >= 2 && !blank;
    valid[IN] = state->open && left >= 2;
    valid[LAST] = (char)state->open;
    valid[UNIT] = !state->open && !blank;
    valid[OUT] = !state->open;
}

static int best_of(const Steps *self, const State *state, const float *scores)
{
    const int *moves = self->moves.buf;
    const uint64_t *labels = self->labels.buf;
    char valid[MOST_MOVES];
    uint64_t name = 0;
    int best = NONE;
    if (self->is_parser)
        valid_for_parser(self, state, valid);
    else {
        valid_for_names(self, state, valid);
        if (state->open)
            name = labels[self->class_of[state->offset + state->names - 1]];
    }
    for (int class = 0; class < self->classes; class++) {
        int move = moves[class];
        if (!valid[move] || (best != NONE && !(scores[class] > scores[best])))
            continue;
        if (!self->is_parser && move != OUT && (labels[class] == 0 || (state->open && labels[class] != name)))
            continue;
        best = class;
    }
    return best;
}

static void move_parser(Steps *self, State *state, int class)
{
    int b0 = buffer_at(self, state, 0), s0 = stack_at(self, state, 0);
    switch (((const int *)self->moves.buf)[class]) {
    case SHIFT:
        push(self, state);
        break;
    case REDUCE:
        state->stacked--;
        if (self->heads[state->offset + s0] == NONE && state->stacked) {
            self->unshiftable[state->offset + s0] = 1;
            self->buffer[state->offset + state->waiting++] = s0;
        }
        break;
    case LEFT:
        add_arc(self, state, b0, s0, class);
        self->unshiftable[state->offset + b0] = 0;
        state->stacked--;
        break;
    case RIGHT:
        add_arc(self, state, s0, b0, class);
        push(self, state);
        break;
    }
}

static void move_names(Steps *self, State *state, int class)
{
    int move = ((const int *)self->moves.buf)[class];
    if (move == BEGIN || move == UNIT) {
        self->starts[state->offset + state->names] = state->next;
        self->class_of[state->offset + state->names++] = class;
        state->open = 1;
    }
    if (move == LAST || move == UNIT) {
        self->ends[state->offset + state->names - 1] = state->next + 1;
        state->open = 0;
    }
    state->next++;
}

/* Of 16 sums at a time, so that they stay in registers. */
WIDE static void add_up(const float *const *rows, int features, const float *bias, int wide, float *sums)
{
    enum { BLOCK = 16 };
    int low = 0;
    for (; low + BLOCK <= wide; low += BLOCK) {
        float some[BLOCK];
        for (int at = 0; at < BLOCK; at++)
            some[at] = rows[0][low + at];
        for (int feature = 1; feature < features; feature++)
            for (int at = 0; at < BLOCK; at++)
                some[at] += rows[feature][low + at];
        for (int at = 0; at < BLOCK; at++)
            sums[low + at] = some[at] + bias[low + at];
    }
    for (; low < wide; low++) {
        float one = rows[0][low];
        for (int feature = 1; feature < features; feature++)
            one += rows[feature][low];
        sums[low] = one + bias[low];
    }
}

/* Point at the rows of the table that are summed up for a state, and ask for them ahead of their use. */
static void find_rows(const Steps *self, const State *state, const float **rows)
{
    int ids[MOST_FEATURES];
    int features = self->features, wide = self->width * self->pieces;
    look(self, state, ids);
    for (int feature = 0; feature < features; feature++) {
        /* The first rows are what a feature weighs where there is no token. */
        Py_ssize_t token = ids[feature] == NONE ? 0 : state->offset + ids[feature] + 1;
        rows[feature] = (const float *)self->table.buf + (token * features + feature) * wide;
        if (token)
            for (int at = 0; at < wide; at += 16)
                SOON(rows[feature] + at);
    }
}

static void sum_features(Steps *self, const float *const *rows, float *hidden)
{
    float *sums = self->sums;
    add_up(rows, self->features, self->bias.buf, self->width * self->pieces, sums);
    for (int number = 0; number < self->width; number++) {
        const float *pieces = sums + number * self->pieces;
        float best = pieces[0];
        for (int piece = 1; piece < self->pieces; piece++)
            best = pieces[piece] > best ? pieces[piece] : best;
        hidden[number] = best;
    }
}

static PyObject *steps_look(Steps *self, PyObject *into)
{
    Py_buffer hidden;
    if (take_buffer(into, &hidden, 4, -1, 1) < 0)
        return NULL;
    if (hidden.len < (Py_ssize_t)self->unfinished * self->width * 4) {
        PyBuffer_Release(&hidden);
        PyErr_SetString(PyExc_ValueError, "fewer rows than unfinished sentences");
        return NULL;
    }
    const float *rows[2][MOST_FEATURES];
    if (self->unfinished)
        find_rows(self, self->states + self->order[0], rows[0]);
    for (int row = 0; row < self->unfinished; row++) {
        if (row + 1 < self->unfinished)
            find_rows(self, self->states + self->order[row + 1], rows[(row + 1) % 2]);
        sum_features(self, rows[row % 2], (float *)hidden.buf + (Py_ssize_t)row * self->width);
    }
    PyBuffer_Release(&hidden);
    return PyLong_FromLong(self->unfinished);
}

enum { COLUMNS = 48, IN_TURNS = 4 };

/* Score the classes of a state: sums in the order of the hidden layer, no product fused, as BLIS without such
   instructions makes them. `stride`: columns of the weights, a multiple of COLUMNS. */
WIDE static void score(const float *hidden, int width, const float *weights, int stride, const float *bias, float *into)
{
    for (int low = 0; low < stride; low += COLUMNS) {
        float some[COLUMNS] = {0};
        for (int number = 0; number < width; number++) {
            const float *row = weights + (Py_ssize_t)number * stride + low;
            float one = hidden[number];
            for (int at = 0; at < COLUMNS; at++)
                some[at] += one * row[at];
        }
        for (int at = 0; at < COLUMNS; at++)
            into[low + at] = some[at] + bias[low + at];
    }
}

/* Let a state take its best valid move by the scores of the classes. */
static void step(Steps *self, State *state, const float *scores)
{
    int class = best_of(self, state, scores);
    if (class == NONE) {
        state->stacked = state->waiting = 0;
        state->next = state->length;
    } else if (self->is_parser)
        move_parser(self, state, class);
    else
        move_names(self, state, class);
}

static PyObject *steps_take(Steps *self, PyObject *from)
{
    Py_buffer scores;
    if (take_buffer(from, &scores, 4, (Py_ssize_t)self->unfinished * self->classes, 0) < 0)
        return NULL;
    int kept = 0;
    for (int row = 0; row < self->unfinished; row++) {
        State *state = self->states + self->order[row];
        step(self, state, (const float *)scores.buf + (Py_ssize_t)row * self->classes);
        if (!is_final(state))
            self->order[kept++] = self->order[row];
    }
    self->unfinished = kept;
    PyBuffer_Release(&scores);
    Py_RETURN_NONE;
}

static PyObject *steps_run(Steps *self, PyObject *const *args, Py_ssize_t count)
{
    Py_buffer weights, bias;
    if (count != 2) {
        PyErr_SetString(PyExc_TypeError, "run(weights, bias)");
        return NULL;
    }
    if (take_buffer(args[1], &bias, 4, -1, 0) < 0)
        return NULL;
    int stride = (int)(bias.len / 4);
    if (take_buffer(args[0], &weights, 4, (Py_ssize_t)stride * self->width, 0) < 0) {
        PyBuffer_Release(&bias);
        return NULL;
    }
    float *hidden = NULL;
    if (stride % COLUMNS || stride < self->classes)
        PyErr_SetString(PyExc_ValueError, "columns that do not fit");
    else if ((hidden = PyMem_Malloc((self->width + stride) * sizeof(float))) == NULL)
        PyErr_NoMemory();
    else {
        /* Some sentences in turns, so that the rows of one come from memory while others take their steps. */
        const float *rows[IN_TURNS][MOST_FEATURES];
        float *scores = hidden + self->width;
        State *states[IN_TURNS];
        int next = 0, turns = 0;
        while (turns < IN_TURNS && next < self->unfinished) {
            states[turns] = self->states + self->order[next++];
            find_rows(self, states[turns], rows[turns]);
            turns++;
        }
        while (turns)
            for (int turn = 0; turn < turns; turn++) {
                sum_features(self, rows[turn], hidden);
                score(hidden, self->width, weights.buf, stride, bias.buf, scores);
                step(self, states[turn], scores);
                if (is_final(states[turn])) {
                    if (next < self->unfinished)
                        states[turn] = self->states + self->order[next++];
                    else if (turn < --turns) {
                        states[turn] = states[turns];
                        memcpy(rows[turn], rows[turns], sizeof rows[turn]);
                        turn--;
                        continue;
                    } else
                        break;
                }
                find_rows(self, states[turn], rows[turn]);
            }
        self->unfinished = 0;
    }
    PyBuffer_Release(&weights);
    PyBuffer_Release(&bias);
    if (hidden == NULL)
        return NULL;
    PyMem_Free(hidden);
    Py_RETURN_NONE;
}

static PyObject *scores_of(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    enum { HIDDEN, WEIGHTS, BIAS, INTO, ALL };
    Py_buffer took[ALL];
    int taken = 0;
    (void)self;
    if (count != ALL) {
        PyErr_SetString(PyExc_TypeError, "scores(hidden, weights, bias, into)");
        return NULL;
    }
    while (taken < ALL && take_buffer(args[taken], took + taken, 4, -1, taken == INTO) == 0)
        taken++;
    if (taken == ALL) {
        Py_ssize_t stride = took[BIAS].len / 4, width = stride ? took[WEIGHTS].len / 4 / stride : 0;
        Py_ssize_t rows = width ? took[HIDDEN].len / 4 / width : 0;
        if (stride % COLUMNS || took[WEIGHTS].len != stride * width * 4 || took[HIDDEN].len != rows * width * 4
            || took[INTO].len != rows * stride * 4)
            PyErr_SetString(PyExc_ValueError, "columns that do not fit");
        else
            for (Py_ssize_t row = 0; row < rows; row++)
                score((const float *)took[HIDDEN].buf + row * width, (int)width, took[WEIGHTS].buf, (int)stride,
                      took[BIAS].buf, (float *)took[INTO].buf + row * stride);
    }
    for (int one = 0; one < taken; one++)
        PyBuffer_Release(took + one);
    if (PyErr_Occurred())
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *tree_of(const Steps *self, const State *state)
{
    PyObject *heads = PyList_New(state->length), *classes = PyList_New(state->length);
    for (int token = 0; heads != NULL && classes != NULL && token < state->length; token++) {
        int head = self->heads[state->offset + token];
        PyObject *one = PyLong_FromLong(head == NONE ? token : head);
        PyObject *other = PyLong_FromLong(head == NONE ? NONE : self->class_of[state->offset + token]);
        if (one == NULL || other == NULL) {
            Py_XDECREF(one);
            Py_XDECREF(other);
            Py_CLEAR(heads);
            break;
        }
        PyList_SET_ITEM(heads, token, one);
        PyList_SET_ITEM(classes, token, other);
    }
    if (heads == NULL || classes == NULL) {
        Py_XDECREF(heads);
        Py_XDECREF(classes);
        return NULL;
    }
    return Py_BuildValue("(NN)", heads, classes);
}

static PyObject *names_of(const Steps *self, const State *state)
{
    PyObject *found = PyList_New(0);
    for (int name = 0; found != NULL && name < state->names - state->open; name++) {
        int at = state->offset + name;
        PyObject *one = Py_BuildValue("(iii)", self->starts[at], self->ends[at], self->class_of[at]);
        if (one == NULL || PyList_Append(found, one) < 0)
            Py_CLEAR(found);
        Py_XDECREF(one);
    }
    return found;
}

static PyObject *steps_found(Steps *self, PyObject *none)
{
    (void)none;
    PyObject *found = PyList_New(self->count);
    for (int number = 0; found != NULL && number < self->count; number++) {
        const State *state = self->states + number;
        PyObject *one = self->is_parser ? tree_of(self, state) : names_of(self, state);
        if (one == NULL)
            Py_CLEAR(found);
        else
            PyList_SET_ITEM(found, number, one);
    }
    return found;
}

static void steps_free(Steps *self)
{
    PyTypeObject *type = Py_TYPE(self);
    void *memory[] = {self->states, self->order, self->stack, self->blank, self->sums};
    Py_buffer *buffers[] = {&self->moves, &self->labels, &self->table, &self->bias};
    for (int number = 0; number < 5; number++)
        PyMem_Free(memory[number]);
    for (int number = 0; number < 4; number++)
        if (buffers[number]->obj != NULL)
            PyBuffer_Release(buffers[number]);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

/* Make room for the states of sentences of those lengths. */
static int make_states(Steps *self, const int *lengths, const char *blank, Py_ssize_t tokens)
{
    int **parts[] = {&self->stack, &self->buffer, &self->heads, &self->class_of, &self->last_left,
                     &self->last_right, &self->before, &self->starts, &self->ends};
    self->states = PyMem_Calloc(self->count + 1, sizeof(State));
    self->order = PyMem_Calloc(self->count + 1, sizeof(int));
    self->stack = PyMem_Malloc(9 * (tokens + 1) * sizeof(int));
    self->blank = PyMem_Calloc(2, tokens + 1);
    self->sums = PyMem_Malloc((Py_ssize_t)self->width * self->pieces * sizeof(float));
    if (!self->states || !self->order || !self->stack || !self->blank || !self->sums) {
        PyErr_NoMemory();
        return -1;
    }
    memset(self->stack, 0xFF, 9 * (tokens + 1) * sizeof(int)); /* NONE everywhere */
    for (int part = 1; part < 9; part++)
        *parts[part] = self->stack + part * (tokens + 1);
    memcpy(self->blank, blank, tokens);
    self->unshiftable = self->blank + tokens + 1;
    int offset = 0;
    for (int number = 0; number < self->count; number++) {
        self->states[number].offset = offset;
        self->states[number].length = lengths[number];
        offset += lengths[number];
        if (lengths[number])
            self->order[self->unfinished++] = number;
    }
    return 0;
}

static int fits(const Steps *self, const int *lengths, Py_ssize_t tokens)
{
    Py_ssize_t sum = 0;
    for (int number = 0; number < self->count; number++) {
        if (lengths[number] < 0)
            return 0;
        sum += lengths[number];
    }
    int most = self->is_parser ? BREAK : OUT;
    for (int class = 0; class < self->classes; class++)
        if (((const int *)self->moves.buf)[class] < 0 || ((const int *)self->moves.buf)[class] > most)
            return 0;
    return sum == tokens && self->pieces > 0 && self->width > 0
           && (self->is_parser ? self->features == 8 || self->features == 13 : self->features == 3)
           && self->bias.len == (Py_ssize_t)self->width * self->pieces * 4
           && self->table.len == (tokens + 1) * self->features * self->bias.len;
}

static int steps_init(Steps *self, PyObject *args, PyObject *options)
{
    PyObject *lengths, *blank, *moves, *labels, *table, *bias;
    Py_buffer sizes, blanks;
    static char *names[] = {"is_parser", "lengths", "blank", "moves", "labels", "table", "bias", "features", "pieces",
                            NULL};
    if (!PyArg_ParseTupleAndKeywords(args, options, "pOOOOOOii", names, &self->is_parser, &lengths, &blank, &moves,
                                     &labels, &table, &bias, &self->features, &self->pieces))
        return -1;
    if (self->states != NULL) {
        PyErr_SetString(PyExc_TypeError, "steps are made once");
        return -1;
    }
    if (take_buffer(lengths, &sizes, 4, -1, 0) < 0)
        return -1;
    if (take_buffer(blank, &blanks, 1, -1, 0) < 0) {
        PyBuffer_Release(&sizes);
        return -1;
    }
    int wrong = take_buffer(moves, &self->moves, 4, -1, 0) < 0
                || take_buffer(labels, &self->labels, 8, self->moves.len / 4, 0) < 0
                || take_buffer(table, &self->table, 4, -1, 0) < 0 || take_buffer(bias, &self->bias, 4, -1, 0) < 0;
    if (!wrong) {
        self->count = (int)(sizes.len / 4);
        self->classes = (int)(self->moves.len / 4);
        self->width = self->pieces > 0 ? (int)(self->bias.len / 4 / self->pieces) : 0;
        wrong = !fits(self, sizes.buf, blanks.len);
        if (wrong)
            PyErr_SetString(PyExc_ValueError, "tables of other shapes than the sentences, moves and features ask for");
        else
            wrong = make_states(self, sizes.buf, blanks.buf, blanks.len) < 0;
    }
    PyBuffer_Release(&sizes);
    PyBuffer_Release(&blanks);
    return wrong ? -1 : 0;
}

static PyMethodDef methods[] = {
    {"look", (PyCFunction)steps_look, METH_O,
     "look(hidden): write the hidden layer of every unfinished sentence, a row of float32 each; return how many."},
    {"take", (PyCFunction)steps_take, METH_O,
     "take(scores): let every unfinished sentence take its best valid move; float32, a row each, a column a class."},
    {"run", (PyCFunction)(void (*)(void))steps_run, METH_FASTCALL,
     "run(weights, bias): let every sentence take its steps to the end, scored as ``scores`` does."},
    {"found", (PyCFunction)steps_found, METH_NOARGS,
     "found(): of each sentence, the heads and classes of its tokens (-1 for a root), or (first, end, class) of names."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Steps(is_parser, lengths, blank, moves, labels, table, bias, features, pieces): states of sentences."},
    {Py_tp_new, PyType_GenericNew},
    {Py_tp_init, steps_init},
    {Py_tp_dealloc, steps_free},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec spec = {"newsbeam_kernels.Steps", sizeof(Steps), 0, Py_TPFLAGS_DEFAULT, slots};

static PyMethodDef functions[] = {
    {"scores", (PyCFunction)(void (*)(void))scores_of, METH_FASTCALL,
     "scores(hidden, weights, bias, into): of each row of hidden a row of scores; float32, columns a multiple of 48."},
    {NULL, NULL, 0, NULL},
};

int add_scores(PyObject *module)
{
    return PyModule_AddFunctions(module, functions);
}

PyTypeObject *steps_type(PyObject *module)
{
    (void)module;
    return (PyTypeObject *)PyType_FromSpec(&spec);
}
