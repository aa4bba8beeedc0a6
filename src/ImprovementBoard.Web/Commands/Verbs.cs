using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Hosting;

namespace ImprovementBoard.Web.Commands;

/// <summary>Something the same executable does from the command line without starting the web server.</summary>
internal interface IVerb
{
    /// <summary>Runs it. Prints one clear line on failure and answers a non-zero exit code.</summary>
    Task<int> RunAsync(string[] args);
}

/// <summary>The verbs, by name.</summary>
internal static class Verbs
{
    private static readonly Dictionary<string, Func<IVerb>> All = new(StringComparer.Ordinal) { ["add-programme"] = () => new AddProgrammeVerb(), ["invite-administrator"] = () => new InviteAdministratorVerb(), ["pack"] = () => new PackVerb(), ["reset-second-factor"] = () => new ResetSecondFactorVerb(), ["restore"] = () => new RestoreVerb(), ["verify-history"] = () => new VerifyHistoryVerb() };

    /// <summary>The verb named first on the command line; null for a start of the portal.</summary>
    public static IVerb? Find(string[] args) =>
        args is [var name, ..] && !name.StartsWith('-')
            ? All.TryGetValue(name, out var make) ? make() : new UnknownVerb(name, All.Keys)
            : null;

    private sealed class UnknownVerb(string name, IEnumerable<string> known) : IVerb
    {
        public Task<int> RunAsync(string[] args) => Fail($"There is no command \"{name}\". Commands: {string.Join(", ", known)}.");
    }

    /// <summary>The services of a verb: settings, database and what it adds. Null, with its sentence printed, when a setting is bad.</summary>
    public static Task<IHost?> HostAsync(Action<IServiceCollection> add) => HostAsync((services, _) => add(services));

    /// <inheritdoc cref="HostAsync(Action{IServiceCollection})"/>
    public static async Task<IHost?> HostAsync(Action<IServiceCollection, BoardOptions> add)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = Settings.ContentRoot, EnvironmentName = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") });
        Settings.AddRoot(builder.Configuration);
        if (Settings.Read(builder.Configuration, out var options).FirstOrDefault() is { } fault)
        {
            await Fail(fault);
            return null;
        }
        builder.Logging.ClearProviders();
        // Development would try every service at once; a verb takes parts of the portal along and uses few of them.
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new() { ValidateScopes = true }));
        builder.Services.AddSingleton(options).AddSingleton(TimeProvider.System).AddBoardDatabase(options);
        add(builder.Services, options);
        return builder.Build();
    }

    /// <summary>Prints the sentence and answers exit code 1.</summary>
    public static async Task<int> Fail(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return 1;
    }
}
