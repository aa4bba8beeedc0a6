namespace ImprovementBoard.Web.Hosting;

/// <summary>
/// Cookies go over HTTPS only, and their names begin with <c>__Host-</c>, which browsers take from this very host alone. Development and tests talk plain HTTP to
/// this machine.
/// </summary>
internal sealed class CookieRules(IServiceProvider services)
{
    // Verbs and tests of services have no host.
    private readonly bool secure = services.GetService<IHostEnvironment>() is { } host && !host.IsDevelopment() && !host.IsEnvironment("Testing");

    public CookieSecurePolicy Policy => secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    public string NameOf(string name) => secure ? $"__Host-{name}" : name;

    public CookieOptions Options(TimeSpan kept) => new() { HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = kept, IsEssential = true };
}
