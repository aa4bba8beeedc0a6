namespace ImprovementBoard.Web.Hosting;

/// <summary>
/// Cookies go over HTTPS only, and their names begin with <c>__Host-</c>, which browsers take from this very host alone. Development, tests and trials talk plain HTTP
/// to one machine.
/// </summary>
internal sealed class CookieRules(IServiceProvider services, BoardOptions options)
{
    // Verbs and tests of services have no host.
    private readonly bool secure = !options.SignIn.PlainHttp && services.GetService<IHostEnvironment>() is { } host && !host.IsTrial();

    public string NameOf(string name) => secure ? $"__Host-{name}" : name;

    /// <summary>Gives a cookie of ASP.NET Core its name and rules.</summary>
    public void Apply(CookieBuilder cookie, string name)
    {
        cookie.Name = NameOf(name);
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    public CookieOptions Options(TimeSpan kept) => new() { HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = kept, IsEssential = true };
}
