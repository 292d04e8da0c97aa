// Tests watch the live storages of the one CPU device, and the kernels use all cores by themselves.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
