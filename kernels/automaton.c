/* The walk of the language identifier's automaton over a text: transforms/clean/language/identifier.py. */
#include "kernels.h"

static PyObject *walk(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    enum { TEXT, MOVES, BASES, OUTPUT, ALL };
    Py_buffer took[ALL];
    int taken = 0;
    PyObject *answer = NULL;
    (void)self;
    if (count != ALL + 3 || !PyList_Check(args[ALL + 2])) {
        PyErr_SetString(PyExc_TypeError, "walk(text, moves, bases, output, at, state, found)");
        return NULL;
    }
    Py_ssize_t at = PyLong_AsSsize_t(args[ALL]), state = PyLong_AsSsize_t(args[ALL + 1]);
    if (PyErr_Occurred())
        return NULL;
    while (taken < ALL && take_buffer(args[taken], took + taken, taken == TEXT ? 1 : 4, -1, 0) == 0)
        taken++;
    if (taken == ALL) {
        const unsigned char *text = took[TEXT].buf;
        const uint32_t *moves = took[MOVES].buf;
        const int32_t *bases = took[BASES].buf, *output = took[OUTPUT].buf;
        Py_ssize_t states = took[BASES].len / 4, size = took[MOVES].len / 4, known = took[OUTPUT].len / 4;
        int wrong = at < 0 || state < 0 || states != known;
        for (; !wrong && at < took[TEXT].len; at++) {
            if (state >= states) {
                wrong = 1;
                break;
            }
            if (bases[state] < 0) /* a row that has to be read first */
                break;
            if ((Py_ssize_t)bases[state] + text[at] >= size) {
                wrong = 1;
                break;
            }
            state = moves[bases[state] + text[at]];
            if (state < states && output[state] >= 0) {
                PyObject *feature = PyLong_FromLong(output[state]);
                int failed = feature == NULL || PyList_Append(args[ALL + 2], feature) < 0;
                Py_XDECREF(feature);
                if (failed)
                    goto end;
            }
        }
        if (wrong)
            PyErr_SetString(PyExc_ValueError, "states that do not fit");
        else
            answer = Py_BuildValue("(nn)", at, state);
    }
end:
    while (taken--)
        PyBuffer_Release(took + taken);
    return answer;
}

static PyMethodDef methods[] = {
    {"walk", (PyCFunction)(void (*)(void))walk, METH_FASTCALL,
     "walk(text, moves, bases, output, at, state, found): append the features that bytes from `at` lead to; return\n"
     "(at, state) at the end, or where the state's row of moves is missing: its base is negative."},
    {NULL, NULL, 0, NULL},
};

int add_automaton(PyObject *module)
{
    return PyModule_AddFunctions(module, methods);
}
