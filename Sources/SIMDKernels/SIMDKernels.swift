// SIMDKernels: see CONTRIBUTING.md, "How it is built".
