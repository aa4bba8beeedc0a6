using ImprovementBoard.Bench;

// bench <checkout> [figure …]: prints the table as Markdown on standard output, progress on standard error.
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(45));
using var place = new Workplace(args[0]);
var machine = new MachineFacts();
(string Name, Func<Workplace, CancellationToken, Task<IReadOnlyList<Figure>>> Measure)[] all =
[
    ("start", StartFigures.MeasureAsync),
    ("pack", PackFigures.MeasureAsync),
    ("editions", EditionFigures.MeasureAsync),
    ("long-pack", LongPackFigures.MeasureAsync),
    ("pages", PageFigures.MeasureAsync),
    ("dashboard", DashboardFigures.MeasureAsync),
    ("look-back", LookBackFigures.MeasureAsync),
    ("circuits", CircuitFigures.MeasureAsync),
    ("night", NightFigures.MeasureAsync),
];
var figures = new List<Figure>();
var faults = new List<string>();
foreach (var (name, measure) in all.Where(a => args.Length == 1 || args.Contains(a.Name)))
{
    Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {name} …");
    try
    {
        var measured = await measure(place, stop.Token);
        figures.AddRange(measured);
        foreach (var figure in measured)
            Console.Error.WriteLine($"  {figure.What}: {figure.Measured}");
    }
    catch (Exception e) when (e is InvalidOperationException or HttpRequestException or OperationCanceledException or IOException or TimeoutException or System.Net.WebSockets.WebSocketException)
    {
        // One figure that fails must not hide the others.
        faults.Add($"{name}: {e.Message}");
        Console.Error.WriteLine(e);
    }
}
Console.WriteLine(Report.Markdown(machine.Read(place.Checkout), figures, faults));
return faults.Count == 0 ? 0 : 1;
