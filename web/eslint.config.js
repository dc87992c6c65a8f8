import js from '@eslint/js'
import globals from 'globals'
import ts from 'typescript-eslint'
import vue from 'eslint-plugin-vue'

const noHex = {
  selector: 'Literal[value=/^#[0-9a-fA-F]{3,8}$/]',
  message: 'Colours are tokens (src/styles/tokens.css): use var(--name).',
}

export default ts.config(
  { ignores: ['dist', 'node_modules', 'screenshots', 'test-results', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: { globals: globals.browser },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-undef': 'off',
      'no-restricted-syntax': ['error', noHex],
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Only src/api/client.ts talks to the server.' },
      ],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'vue/no-v-html': 'error',
      'vue/no-restricted-syntax': ['error', noHex],
      'vue/max-lines-per-block': ['error', { template: 130, script: 160, style: 140, skipBlankLines: true }],
      'vue/multi-word-component-names': 'off',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/require-default-prop': 'off',
      // Layout of the mark-up is left to the writer; these say nothing about correctness.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/attribute-hyphenation': 'off',
      'vue/v-on-event-hyphenation': 'off',
      // The full-width space divides words on a Chinese page.
      'no-irregular-whitespace': 'off',
    },
  },
  { files: ['src/api/client.ts', '**/*.test.ts'], rules: { 'no-restricted-globals': 'off', 'vue/one-component-per-file': 'off' } },
  { files: ['src/i18n/*.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['scripts/**', 'e2e/**', '*.{js,ts}'],
    languageOptions: { globals: globals.node },
    rules: { 'no-restricted-globals': 'off' },
  },
)
