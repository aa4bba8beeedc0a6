using System.Security.Claims;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;

namespace ImprovementBoard.Tests.Features.Account;

/// <summary>What becomes of an open page when its session ends.</summary>
[Trait("Category", "Database")]
public sealed class CircuitTests
{
    [Fact]
    public async Task A_page_whose_session_ends_is_loaded_again_once()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (watch, session, user) = await OpenAsync(database);
        using var circuit = Circuit(watch, Person(user, session));
        var browser = new Browser();
        using var guard = new CircuitGuard(circuit, watch, browser);
        await guard.OnCircuitOpenedAsync(null!, default);

        await database.Get<SessionService>().EndAsync(user.Id);
        await database.Get<SessionService>().EndAsync(user.Id);

        Assert.Equal(["sessionEnded"], browser.Called);
    }

    [Fact]
    public async Task A_page_is_told_what_a_fault_in_its_circuit_is_called_in_the_log()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (watch, session, user) = await OpenAsync(database);
        using var circuit = Circuit(watch, Person(user, session));
        var browser = new Browser();
        using var guard = new CircuitGuard(circuit, watch, browser);

        await guard.NameAsync("a-name-of-a-circuit");

        Assert.Equal(["circuitOpened"], browser.Called);
        Assert.Equal(["a-name-of-a-circuit"], browser.Given);
    }

    [Fact]
    public async Task An_open_circuit_belongs_to_nobody_once_its_session_ends()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (watch, session, user) = await OpenAsync(database);
        using var circuit = Circuit(watch, Person(user, session));
        Assert.True((await circuit.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);

        await database.Get<SessionService>().EndAsync(user.Id);

        Assert.False((await circuit.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
    }

    [Theory]
    [InlineData(SignInWay.Password, Role.Lead, false)]
    [InlineData(SignInWay.PasswordAndCode, Role.Lead, true)]
    [InlineData(SignInWay.Password, Role.Member, true)]
    public async Task An_open_page_closes_when_its_role_must_sign_in_with_more_than_it_did(SignInWay way, Role bound, bool stays)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var user = (await database.Get<UserManager<AppUser>>().FindByEmailAsync(board.EmailOf(Role.Lead)))!;
        var session = SessionClaims.Of(await database.Get<SessionService>().OpenAsync(user, way, null))!.Value;
        using var circuit = Circuit(database.Get<SessionWatch>(), Person(user, session));
        Assert.True((await circuit.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);

        await database.Get<SignInRules>().SaveAsync(board.As(Role.Admin), [bound], board.Programme.Version, "Decided by the board", strong: true);

        Assert.Equal(stays, (await circuit.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
    }

    [Fact]
    public async Task A_circuit_reconnected_with_another_cookie_belongs_to_nobody()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (watch, session, user) = await OpenAsync(database);
        using var circuit = Circuit(watch, Person(user, session));
        await circuit.GetAuthenticationStateAsync();

        ((IHostEnvironmentAuthenticationStateProvider)circuit).SetAuthenticationState(Task.FromResult(new AuthenticationState(Person(user, Guid.NewGuid()))));

        Assert.False((await circuit.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
    }

    private sealed class Browser : IJSRuntime
    {
        public List<string> Called { get; } = [];

        public List<object?> Given { get; } = [];

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            Called.Add(identifier);
            Given.AddRange(args ?? []);
            return default;
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);
    }

    private static CircuitAuthentication Circuit(SessionWatch watch, ClaimsPrincipal person)
    {
        var circuit = new CircuitAuthentication(NullLoggerFactory.Instance, watch);
        ((IHostEnvironmentAuthenticationStateProvider)circuit).SetAuthenticationState(Task.FromResult(new AuthenticationState(person)));
        return circuit;
    }

    private static ClaimsPrincipal Person(AppUser user, Guid session) => new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user.Id.ToString()), new(SessionClaims.Session, session.ToString())], "test"));

    private static async Task<(SessionWatch Watch, Guid Session, AppUser User)> OpenAsync(TestDatabase database)
    {
        var board = await TestBoard.AddAsync(database);
        var user = (await database.Get<UserManager<AppUser>>().FindByEmailAsync(board.EmailOf(Role.Lead)))!;
        return (database.Get<SessionWatch>(), SessionClaims.Of(await database.Get<SessionService>().OpenAsync(user, SignInWay.Password, null))!.Value, user);
    }
}
