namespace ImprovementBoard.Web.Hosting;

/// <summary>Reads and checks the settings before anything starts.</summary>
internal static class Settings
{
    /// <summary>Where pages and static files are found: the project when run from a checkout, else the program's folder.</summary>
    public static string ContentRoot =>
        AppHome.IsCheckout ? Path.Combine(AppHome.Path, "src", "ImprovementBoard.Web") : AppHome.Path;

    /// <summary>Reads the settings. When one is bad, prints one sentence for each, naming its key, and answers false.</summary>
    public static bool TryRead(WebApplicationBuilder builder, out BoardOptions options)
    {
        AddRoot(builder.Configuration);
        if (builder.Environment.IsDevelopment() || AppHome.IsCheckout)
            builder.WebHost.UseStaticWebAssets();

        var faults = Read(builder.Configuration, out options).ToList();
        faults.AddRange(Demonstration(options, builder.Environment));
        foreach (var fault in faults)
            Console.Error.WriteLine(fault);
        builder.Services.AddSingleton(options);
        return faults.Count == 0;
    }

    /// <summary>Puts the root appsettings.json first, so that environment variables and arguments still win over it.</summary>
    public static void AddRoot(ConfigurationManager configuration) => configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource
    {
        FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(AppHome.Path),
        Path = "appsettings.json",
    });

    /// <summary>Reads the settings and answers their faults.</summary>
    public static IEnumerable<string> Read(IConfiguration configuration, out BoardOptions options)
    {
        try
        {
            options = configuration.GetSection(BoardOptions.Section).Get<BoardOptions>() ?? new BoardOptions();
            return options.Faults();
        }
        catch (InvalidOperationException e)
        {
            // The binder names the key: "Failed to convert configuration value 'x' at 'ImprovementBoard:Packs:TimeLimitSeconds'".
            options = new BoardOptions();
            return [e.Message];
        }
    }

    /// <summary>True where the published password may stand. Any other name, a mistyped one too, is taken as in earnest.</summary>
    public static bool IsTrial(this IHostEnvironment environment) => environment.IsDevelopment() || environment.IsEnvironment("Testing");

    private static IEnumerable<string> Demonstration(BoardOptions options, IHostEnvironment environment)
    {
        options.Demonstration.Load ??= environment.IsTrial();
        if (options.Demonstration.Load == true && !environment.IsTrial() && options.Demonstration.Password.Length == 0)
            yield return $"{BoardOptions.Section}:Demonstration:Password is empty. Outside Development the demonstration needs a password of its own.";
        if (options.Demonstration.Password.Length == 0)
            options.Demonstration.Password = BoardOptions.DemonstrationOptions.DefaultPassword;
    }
}
