import { html } from './markup/html.ts';

const THEMES = [
  ['auto', 'as the system'],
  ['light', 'light'],
  ['dark', 'dark'],
] as const;

const THEME_CHOICES = THEMES.map(([value, label]) => {
  const checked = value === 'auto' ? html` checked` : null;
  return html`<label><input type="radio" name="theme" id="theme-${value}" value="${value}"${checked}>${label}</label>
`;
});

/** How the page is looked at: controls that the style itself listens to. */
export const VIEW_CONTROLS = html`<div class="controls">
<fieldset><legend>Theme</legend>
${THEME_CHOICES}</fieldset>
<fieldset><legend>Data, full texts, statistics</legend>
<label><input type="checkbox" id="unfold">show all, on paper too</label>
</fieldset>
</div>`;
