namespace ImprovementBoard.Bench;

/// <summary>The checkout that is measured, and a temporary folder that goes when the benchmark ends.</summary>
internal sealed class Workplace(string checkout) : IDisposable
{
    private readonly string temp = Directory.CreateTempSubdirectory("improvementboard-bench-").FullName;
    private readonly Dictionary<int, (string Data, string Seeds)> programmes = [];
    private int folders;

    public string Checkout { get; } = Path.GetFullPath(checkout);

    public string PortalDll => Path.Combine(Checkout, "src", "ImprovementBoard.Web", "bin", "Release", "net10.0", "ImprovementBoard.Web.dll");

    public string DemonstrationSeeds => Path.Combine(Checkout, "seeds");

    /// <summary>An empty folder of its own.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(temp, $"{Interlocked.Increment(ref folders)}-{name}")).FullName;

    /// <summary>Data and seeds of a programme with many actions; loaded into its database once, however many figures need it.</summary>
    public (string Data, string Seeds) Programme(int actions) =>
        programmes.TryGetValue(actions, out var made) ? made : programmes[actions] = (NewFolder($"{actions}-actions"), Bench.Seeds.WithActions(this, actions));

    public void Dispose() => Directory.Delete(temp, recursive: true);
}
