/* What surrounds the products of matrices in a convolution of the encoder: transforms/parse/language/encoder.py. */
#include "kernels.h"

enum { LANES = 8 };

/* The sum of up to 128 numbers as numpy adds them up. */
static inline float sum(const float *numbers, Py_ssize_t count)
{
    float lanes[LANES], found;
    if (count < LANES) {
        found = 0.0f;
        for (Py_ssize_t at = 0; at < count; at++)
            found += numbers[at];
        return found;
    }
    for (int lane = 0; lane < LANES; lane++)
        lanes[lane] = numbers[lane];
    Py_ssize_t at = LANES;
    for (; at + LANES <= count; at += LANES)
        for (int lane = 0; lane < LANES; lane++)
            lanes[lane] += numbers[at + lane];
    found = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    for (; at < count; at++)
        found += numbers[at];
    return found;
}

WIDE static void centre(const float *summed, const float *bias, Py_ssize_t rows, Py_ssize_t width, Py_ssize_t pieces,
                        float *best, float *variance)
{
    float squares[MOST_WIDTH];
    for (Py_ssize_t row = 0; row < rows; row++, summed += width * pieces, best += width) {
        if (pieces == 3) /* as the packaged model has it, so that the compiler knows it */
            for (Py_ssize_t at = 0; at < width; at++) {
                float one = summed[3 * at] + bias[3 * at], other = summed[3 * at + 1] + bias[3 * at + 1];
                float third = summed[3 * at + 2] + bias[3 * at + 2];
                one = other > one ? other : one;
                best[at] = third > one ? third : one;
            }
        else
            for (Py_ssize_t at = 0; at < width; at++) {
                float most = summed[at * pieces] + bias[at * pieces];
                for (Py_ssize_t piece = 1; piece < pieces; piece++) {
                    float one = summed[at * pieces + piece] + bias[at * pieces + piece];
                    most = one > most ? one : most;
                }
                best[at] = most;
            }
        float mean = sum(best, width) / (float)width;
        for (Py_ssize_t at = 0; at < width; at++) {
            best[at] -= mean;
            squares[at] = best[at] * best[at];
        }
        variance[row] = sum(squares, width) / (float)width;
    }
}

WIDE static void settle(const float *best, const float *factors, const float *scale, const float *shift,
                        Py_ssize_t rows, Py_ssize_t width, float *into)
{
    for (Py_ssize_t row = 0; row < rows; row++, best += width, into += width) {
        float factor = factors[row];
        for (Py_ssize_t at = 0; at < width; at++)
            into[at] += best[at] * factor * scale[at] + shift[at];
    }
}

static int take_floats(PyObject *const *from, Py_buffer *to, const Py_ssize_t *counts, const int *writable, int number)
{
    for (int one = 0; one < number; one++)
        if (take_buffer(from[one], to + one, 4, counts[one], writable[one]) < 0) {
            while (one--)
                PyBuffer_Release(to + one);
            return -1;
        }
    return 0;
}

static void release(Py_buffer *buffers, int number)
{
    while (number--)
        PyBuffer_Release(buffers + number);
}

static PyObject *mixing_centre(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    enum { SUMMED, BIAS, BEST, VARIANCE, ALL };
    static const Py_ssize_t any[ALL] = {-1, -1, -1, -1};
    static const int writable[ALL] = {0, 0, 1, 1};
    Py_buffer took[ALL];
    (void)self;
    if (count != ALL) {
        PyErr_SetString(PyExc_TypeError, "centre(summed, bias, best, variance)");
        return NULL;
    }
    if (take_floats(args, took, any, writable, ALL) < 0)
        return NULL;
    Py_ssize_t rows = took[VARIANCE].len / 4, width = rows ? took[BEST].len / 4 / rows : 0;
    Py_ssize_t wide = took[BIAS].len / 4, pieces = width ? wide / width : 0;
    int fits = width > 0 && width <= MOST_WIDTH && pieces > 0 && pieces * width == wide
               && took[BEST].len == rows * width * 4 && took[SUMMED].len == rows * wide * 4;
    if (fits)
        centre(took[SUMMED].buf, took[BIAS].buf, rows, width, pieces, took[BEST].buf, took[VARIANCE].buf);
    else
        PyErr_SetString(PyExc_ValueError, "shapes that do not fit");
    release(took, ALL);
    if (!fits)
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *mixing_settle(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    enum { BEST, FACTORS, SCALE, SHIFT, INTO, ALL };
    static const Py_ssize_t any[ALL] = {-1, -1, -1, -1, -1};
    static const int writable[ALL] = {0, 0, 0, 0, 1};
    Py_buffer took[ALL];
    (void)self;
    if (count != ALL) {
        PyErr_SetString(PyExc_TypeError, "settle(best, factors, scale, shift, into)");
        return NULL;
    }
    if (take_floats(args, took, any, writable, ALL) < 0)
        return NULL;
    Py_ssize_t rows = took[FACTORS].len / 4, width = took[SCALE].len / 4;
    int fits = took[SHIFT].len == width * 4 && took[BEST].len == rows * width * 4 && took[INTO].len == took[BEST].len;
    if (fits)
        settle(took[BEST].buf, took[FACTORS].buf, took[SCALE].buf, took[SHIFT].buf, rows, width, took[INTO].buf);
    else
        PyErr_SetString(PyExc_ValueError, "shapes that do not fit");
    release(took, ALL);
    if (!fits)
        return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"centre", (PyCFunction)(void (*)(void))mixing_centre, METH_FASTCALL,
     "centre(summed, bias, best, variance): of each row the best pieces around their mean, and their variance; float32."},
    {"settle", (PyCFunction)(void (*)(void))mixing_settle, METH_FASTCALL,
     "settle(best, factors, scale, shift, into): add each row, by its factor, scaled and shifted, to one of ``into``."},
    {NULL, NULL, 0, NULL},
};

int add_mixing(PyObject *module)
{
    return PyModule_AddFunctions(module, methods);
}
