using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ImprovementBoard.Bench;

/// <summary>The built portal as a child process on a free loopback port; ended by its own id.</summary>
internal sealed class Portal : IAsyncDisposable
{
    public const string Password = "bench-safer-children";

    private readonly Process process;

    private Portal(Process process, string data, Uri address)
    {
        this.process = process;
        Data = data;
        Address = address;
    }

    public string Data { get; }

    public Uri Address { get; }

    public int Id => process.Id;

    /// <summary>From process start to the first 200 of /health/ready.</summary>
    public TimeSpan StartToReady { get; private set; }

    /// <summary>Memory in use now, in MiB.</summary>
    public double Memory => Proc.Kilobytes(Id, "VmRSS:") / 1024.0;

    /// <summary>Starts the portal and waits until it is ready; half an hour, because a first start rates every action for every day since the report, in a night those of a hundred programmes.</summary>
    public static async Task<Portal> StartAsync(Workplace place, string data, string seeds, CancellationToken ct)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var clock = Stopwatch.StartNew();
        var child = Run(place, data, seeds, Path.Combine(data, "portal.log"), [], ("ASPNETCORE_URLS", address.ToString()));
        var portal = new Portal(child, data, address);
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
        while (clock.Elapsed < TimeSpan.FromMinutes(30) && !child.HasExited)
        {
            try
            {
                if ((await http.GetAsync("health/ready", ct)).IsSuccessStatusCode)
                {
                    portal.StartToReady = clock.Elapsed;
                    return portal;
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }
            await Task.Delay(10, ct);
        }
        await portal.DisposeAsync();
        throw new InvalidOperationException($"The portal did not become ready: {File.ReadAllText(Path.Combine(data, "portal.log"))}");
    }

    /// <summary>Starts the program, its output in a file.</summary>
    public static Process Run(Workplace place, string data, string seeds, string log, string[] args, params (string Key, string Value)[] settings)
    {
        // bash puts the output into the file and becomes the program itself, so the id is the program's.
        var start = new ProcessStartInfo("bash") { ArgumentList = { "-c", "exec \"$@\" > \"$0\" 2>&1", log, "dotnet", place.PortalDll } };
        Array.ForEach(args, start.ArgumentList.Add);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["ImprovementBoard__DataDirectory"] = data;
        start.Environment["ImprovementBoard__SeedsDirectory"] = seeds;
        start.Environment["ImprovementBoard__Demonstration__Load"] = "true";
        start.Environment["ImprovementBoard__Demonstration__Password"] = Password;
        // Plain HTTP on this machine.
        start.Environment["ImprovementBoard__SignIn__PlainHttp"] = "true";
        // One person asks for what a whole council would.
        start.Environment["ImprovementBoard__Limits__RequestsPerMinute"] = start.Environment["ImprovementBoard__Limits__CircuitsPerPerson"] = "1000000";
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var term = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
