using Tandem.Benchmarks;
Console.WriteLine($"clock {FmaPeak.Clock()/1e9}");
for (int i = 0; i < 5; i++) foreach (var b in new[]{512,256,128}) Console.Write($"{b}: {FmaPeak.Measure(b)/1e9:F0} GF/s = {FmaPeak.Measure(b)/(FmaPeak.FlopsPerCycle(b)*Environment.ProcessorCount*FmaPeak.Clock()):F2};  ");
return 0;
