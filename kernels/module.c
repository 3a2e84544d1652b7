/* The module newsbeam_kernels; transforms/kernels.py is its only door. */
#include "kernels.h"

#define CONTRACT 4 /* as transforms/kernels.py says */

int take_buffer(PyObject *from, Py_buffer *to, Py_ssize_t itemsize, Py_ssize_t count, int writable)
{
    if (PyObject_GetBuffer(from, to, PyBUF_C_CONTIGUOUS | (writable ? PyBUF_WRITABLE : 0)) < 0)
        return -1;
    if (to->itemsize != itemsize || (count >= 0 && to->len != count * itemsize)) {
        PyErr_Format(PyExc_ValueError, "a buffer of %zd bytes in items of %zd is not %zd items of %zd",
                     to->len, to->itemsize, count, itemsize);
        PyBuffer_Release(to);
        return -1;
    }
    return 0;
}

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "newsbeam_kernels", "Compiled kernels of newsbeam.", -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_newsbeam_kernels(void)
{
    PyObject *made = PyModule_Create(&module);
    if (made == NULL)
        return NULL;
    if (PyModule_AddIntConstant(made, "CONTRACT", CONTRACT) < 0 || add_automaton(made) < 0 || add_mixing(made) < 0 || add_scores(made) < 0
        || PyModule_AddObject(made, "Weights", (PyObject *)weights_type(made)) < 0
        || PyModule_AddObject(made, "Steps", (PyObject *)steps_type(made)) < 0) {
        Py_DECREF(made);
        return NULL;
    }
    return made;
}
