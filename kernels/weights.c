/* Sums of the weights of clues: transforms/extract/opinion/model.py. */
#include "kernels.h"

enum { TOGETHER = 64 }; /* clues looked up together, so that memory is waited for once */

typedef struct {
    uint32_t digest, row; /* the row, plus one; 0 where the slot is free */
} Slot;

typedef struct {
    PyObject_HEAD
    Py_buffer weights;
    Py_ssize_t types;
    Slot *slots;     /* open addressing */
    uint32_t *asked; /* the question in which a row was counted last */
    uint32_t question;
    uint32_t mask;
    Py_ssize_t count;
} Weights;

static uint32_t crc_table[8][256];

static void make_crc_table(void)
{
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t value = n;
        for (int bit = 0; bit < 8; bit++)
            value = value & 1 ? (value >> 1) ^ 0xEDB88320u : value >> 1;
        crc_table[0][n] = value;
    }
    for (uint32_t n = 0; n < 256; n++)
        for (int part = 1; part < 8; part++)
            crc_table[part][n] = (crc_table[part - 1][n] >> 8) ^ crc_table[0][crc_table[part - 1][n] & 255];
}

/* The checksum of zlib.crc32. */
static uint32_t crc(const unsigned char *text, Py_ssize_t size)
{
    uint32_t value = 0xFFFFFFFFu;
    for (; size >= 8; size -= 8, text += 8) {
        uint32_t low = value ^ ((uint32_t)text[0] | (uint32_t)text[1] << 8 | (uint32_t)text[2] << 16
                                | (uint32_t)text[3] << 24);
        value = crc_table[7][low & 255] ^ crc_table[6][low >> 8 & 255] ^ crc_table[5][low >> 16 & 255]
                ^ crc_table[4][low >> 24] ^ crc_table[3][text[4]] ^ crc_table[2][text[5]] ^ crc_table[1][text[6]]
                ^ crc_table[0][text[7]];
    }
    while (size--)
        value = (value >> 8) ^ crc_table[0][(value ^ *text++) & 255];
    return ~value;
}

static uint32_t first_place(const Weights *self, uint32_t digest)
{
    return (digest * 2654435761u) & self->mask;
}

static Slot *slot_of(const Weights *self, uint32_t digest)
{
    uint32_t place = first_place(self, digest);
    while (self->slots[place].row && self->slots[place].digest != digest)
        place = (place + 1) & self->mask;
    return self->slots + place;
}

static void weights_free(Weights *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(self->slots);
    PyMem_Free(self->asked);
    if (self->weights.obj != NULL)
        PyBuffer_Release(&self->weights);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static int weights_init(Weights *self, PyObject *args, PyObject *options)
{
    PyObject *digests, *weights;
    Py_buffer keys;
    static char *names[] = {"digests", "weights", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, options, "OO", names, &digests, &weights))
        return -1;
    if (self->slots != NULL) {
        PyErr_SetString(PyExc_TypeError, "weights are made once");
        return -1;
    }
    if (take_buffer(digests, &keys, 4, -1, 0) < 0)
        return -1;
    self->count = keys.len / 4;
    if (take_buffer(weights, &self->weights, 1, -1, 0) < 0)
        goto wrong;
    if (!self->count || self->weights.len % self->count) {
        PyErr_SetString(PyExc_ValueError, "as many rows of weights as digests, one or more");
        goto wrong;
    }
    self->types = self->weights.len / self->count;
    uint32_t slots = 16;
    while (slots < 2 * (uint64_t)self->count)
        slots *= 2;
    self->mask = slots - 1;
    self->slots = PyMem_Calloc(slots, sizeof(Slot));
    self->asked = PyMem_Calloc(self->count, sizeof(uint32_t));
    if (self->slots == NULL || self->asked == NULL) {
        PyErr_NoMemory();
        goto wrong;
    }
    for (Py_ssize_t row = 0; row < self->count; row++) {
        uint32_t digest = ((const uint32_t *)keys.buf)[row];
        Slot *slot = slot_of(self, digest);
        if (!slot->row) { /* the first of equal ones counts, as in a search from the left */
            slot->digest = digest;
            slot->row = (uint32_t)row + 1;
        }
    }
    PyBuffer_Release(&keys);
    return 0;
wrong:
    PyBuffer_Release(&keys);
    return -1;
}

static int digest_of(PyObject *clue, uint32_t *digest)
{
    if (!PyUnicode_Check(clue)) {
        PyErr_SetString(PyExc_TypeError, "a clue is a string");
        return -1;
    }
    if (PyUnicode_IS_COMPACT_ASCII(clue)) {
        *digest = crc((const unsigned char *)PyUnicode_1BYTE_DATA(clue), PyUnicode_GET_LENGTH(clue));
        return 0;
    }
    PyObject *encoded = PyUnicode_AsEncodedString(clue, "utf-8", "surrogatepass");
    if (encoded == NULL)
        return -1;
    *digest = crc((const unsigned char *)PyBytes_AS_STRING(encoded), PyBytes_GET_SIZE(encoded));
    Py_DECREF(encoded);
    return 0;
}

static const int8_t *row_of(const Weights *self, uint32_t row)
{
    return (const int8_t *)self->weights.buf + (Py_ssize_t)row * self->types;
}

static int count_clues(Weights *self, PyObject *const *clues, int count, double *sums)
{
    uint32_t digests[TOGETHER], rows[TOGETHER];
    for (int number = 0; number < count; number++) {
        if (digest_of(clues[number], digests + number) < 0)
            return -1;
        SOON(self->slots + first_place(self, digests[number]));
    }
    for (int number = 0; number < count; number++) {
        rows[number] = slot_of(self, digests[number])->row;
        if (rows[number]) {
            SOON(self->asked + rows[number] - 1);
            SOON(row_of(self, rows[number] - 1));
        }
    }
    for (int number = 0; number < count; number++) {
        if (!rows[number] || self->asked[rows[number] - 1] == self->question)
            continue;
        const int8_t *weights = row_of(self, rows[number] - 1);
        self->asked[rows[number] - 1] = self->question;
        for (Py_ssize_t type = 0; type < self->types; type++)
            sums[type] += weights[type]; /* whole numbers: the order does not matter */
    }
    return 0;
}

static PyObject *weights_sum(Weights *self, PyObject *const *args, Py_ssize_t count)
{
    Py_buffer sums;
    if (count != 2 || self->slots == NULL) {
        PyErr_SetString(PyExc_TypeError, "sum(clues, sums)");
        return NULL;
    }
    PyObject *clues = PySequence_Fast(args[0], "clues are a sequence of strings");
    if (clues == NULL)
        return NULL;
    if (take_buffer(args[1], &sums, 8, self->types, 1) < 0) {
        Py_DECREF(clues);
        return NULL;
    }
    if (++self->question == 0) {
        memset(self->asked, 0, self->count * sizeof(uint32_t));
        self->question = 1;
    }
    memset(sums.buf, 0, sums.len);
    int wrong = 0;
    Py_ssize_t left = PySequence_Fast_GET_SIZE(clues);
    PyObject **next = PySequence_Fast_ITEMS(clues);
    for (; !wrong && left > 0; left -= TOGETHER, next += TOGETHER)
        wrong = count_clues(self, next, left < TOGETHER ? (int)left : TOGETHER, sums.buf);
    PyBuffer_Release(&sums);
    Py_DECREF(clues);
    if (wrong)
        return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"sum", (PyCFunction)(void (*)(void))weights_sum, METH_FASTCALL,
     "sum(clues, sums): set sums, one float64 a type, to the sums of the weights of the clues, each counted once."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Weights(digests, weights): weights, 8 bits, of clues with those digests; one row a clue."},
    {Py_tp_new, PyType_GenericNew},
    {Py_tp_init, weights_init},
    {Py_tp_dealloc, weights_free},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec spec = {"newsbeam_kernels.Weights", sizeof(Weights), 0, Py_TPFLAGS_DEFAULT, slots};

PyTypeObject *weights_type(PyObject *module)
{
    (void)module;
    make_crc_table();
    return (PyTypeObject *)PyType_FromSpec(&spec);
}
