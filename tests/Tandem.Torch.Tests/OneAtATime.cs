// The device in use and the number of live native tensors are the process's: tests that look at them have it for themselves. libtorch's own threads fill the cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
