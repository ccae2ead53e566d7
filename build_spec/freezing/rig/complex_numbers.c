/* The complex functions of Microsoft's C runtime that Wine 8 lacks and numpy's wheel asks for, by those of mingw-w64.
   Structures and not `_Complex`, because that is how Microsoft's compiler passes its complex types. */
#include <complex.h>

typedef struct { double re, im; } pair;
typedef struct { float re, im; } pair_f;

static double complex number(pair z) { return __builtin_complex(z.re, z.im); }
static float complex number_f(pair_f z) { return __builtin_complex(z.re, z.im); }

#define EXPORTED __declspec(dllexport)
/* `long double` is a double to Microsoft's compiler. */
#define ONE(name) \
  EXPORTED pair rig_##name(pair z) { double complex r = name(number(z)); return (pair){__real__ r, __imag__ r}; } \
  EXPORTED pair_f rig_##name##f(pair_f z) { float complex r = name##f(number_f(z)); return (pair_f){__real__ r, __imag__ r}; }
#define MEASURE(name) \
  EXPORTED double rig_##name(pair z) { return name(number(z)); } \
  EXPORTED float rig_##name##f(pair_f z) { return name##f(number_f(z)); }

ONE(cacos) ONE(cacosh) ONE(casin) ONE(casinh) ONE(catan) ONE(catanh) ONE(ccos) ONE(ccosh) ONE(cexp) ONE(clog) ONE(conj)
ONE(cproj) ONE(csin) ONE(csinh) ONE(csqrt) ONE(ctan) ONE(ctanh)
MEASURE(cabs) MEASURE(carg) MEASURE(cimag) MEASURE(creal)

EXPORTED pair rig_cpow(pair a, pair b) { double complex r = cpow(number(a), number(b)); return (pair){__real__ r, __imag__ r}; }
EXPORTED pair_f rig_cpowf(pair_f a, pair_f b) { float complex r = cpowf(number_f(a), number_f(b)); return (pair_f){__real__ r, __imag__ r}; }
