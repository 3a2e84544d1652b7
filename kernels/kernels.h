/* What the compiled kernels share. Each does what a Python function of the package does, with the same results. */
#ifndef NEWSBEAM_KERNELS_H
#define NEWSBEAM_KERNELS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#if defined(__GNUC__)
#define INTERNAL __attribute__((visibility("hidden")))
#else
#define INTERNAL
#endif

#if defined(__GNUC__)
#define SOON(address) __builtin_prefetch(address)
#else
#define SOON(address) ((void)(address))
#endif

/* Where the processor has them, wide registers; each number is made by the same operations in the same order. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

enum { MOST_WIDTH = 128 }; /* numbers of a row that numpy adds up in one go */

extern INTERNAL int add_automaton(PyObject *module);
extern INTERNAL int add_mixing(PyObject *module);
extern INTERNAL int add_scores(PyObject *module);
extern INTERNAL PyTypeObject *weights_type(PyObject *module);
extern INTERNAL PyTypeObject *steps_type(PyObject *module);

/* Take a contiguous buffer of items of `itemsize` bytes; `count` < 0 asks for any number. 0, or -1 with an exception. */
extern INTERNAL int take_buffer(PyObject *from, Py_buffer *to, Py_ssize_t itemsize, Py_ssize_t count, int writable);

#endif
